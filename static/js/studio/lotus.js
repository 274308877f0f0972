/** Whose lotus the wall shows: seen while it shows lotuses, and right also when somebody else turned it. */

import { ofKind } from "../state.js";

export function lotusChoice() {
  const form = document.getElementById("wiens-lotus");
  // As the page was made: news that says the same does not undo a choice that is not sent yet.
  let shown = form?.elements.table.value;
  return {
    show(state) {
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      if (!form || !workshop) return;
      form.hidden = workshop.wall_view !== "lotus";
      const now = String(workshop.wall_table ?? "");
      if (now !== shown) form.elements.table.value = now;
      shown = now;
    },
  };
}
