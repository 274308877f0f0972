/** How far the hall is within a step that knows stages, and tables that go their own way. */

import { ofKind } from "../state.js";

export function stages() {
  const share = document.getElementById("delen");
  const gather = document.getElementById("bijeen");
  return {
    show(state) {
      const [, step] = ofKind(state, "step")[0] ?? [];
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      share.hidden = step?.stage !== "private";
      share.elements.exercise_id.value = step?.id ?? "";
      gather.hidden = !workshop?.self_paced;
    },
  };
}
