/** Whose lotus the wall shows: seen while it shows lotuses, and right also when somebody else turned it. */

import { ofKind } from "../state.js";

export function lotusChoice() {
  const form = document.getElementById("wiens-lotus");
  let shown = null;
  return {
    show(state) {
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      if (!form || !workshop) return;
      form.hidden = workshop.wall_view !== "lotus";
      const now = String(workshop.wall_table ?? "");
      // A choice that is not sent yet stays until the wall really turned.
      if (now !== shown) form.elements.table.value = now;
      shown = now;
    },
  };
}
