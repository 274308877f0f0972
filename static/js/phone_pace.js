/** At a table with its own pace: the way on, which takes everybody at the table along. */

import { slot, text } from "./phone_dom.js";

/** Within a step that knows more than one moment: from private writing to sharing. */
const SHARES_NEXT = "private";

/** step: what my table is at; without a pace of its own nothing is shown. */
export function drawOnward(step) {
  const form = slot("onward");
  if (!form) return;
  const within = step?.stage === SHARES_NEXT;
  form.hidden = !step?.own_pace || (!within && !step.next_id);
  if (form.hidden) return;
  const { share, next } = form.dataset;
  const fields = {
    exercise_id: within ? step.id : step.next_id,
    stage: within ? "shared" : "",
    seen: step.id,
    seen_stage: step.stage,
  };
  const before = form.elements.seen.value + form.elements.seen_stage.value;
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  if (before !== `${fields.seen}${fields.seen_stage}`) form.querySelector("details").open = false;
  text("onward-word", within ? share : next.replace("%(title)s", step.next), form);
}

/** Everybody at the table goes on, seen from where this phone saw it. */
export function goOnward(form, outbox) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  form.querySelector("details").open = false;
  return outbox.put({ url: form.action, fields, place: { what: "onward" } });
}
