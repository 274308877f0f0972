/** Coarser and finer: the proposal that lies there, cut into another number of groups. What would change is told
    before it changes. */

import { say } from "../controls.js";
import { post, tell } from "./acts.js";
import { fill, here, slot, words, write } from "./parts.js";

const REST_MS = 250;
const form = document.querySelector("[data-fine]");
const slider = form?.elements.k;
let analysis = null;
let asking = null;
let asked = null;

/** The slider, its three named places, and applying what they say. */
export function letCut() {
  if (!form) return;
  slider.addEventListener("input", () => look());
  for (const button of form.querySelectorAll("[data-choice]")) {
    button.addEventListener("click", () => {
      slider.value = button.dataset.k;
      look();
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post(`runs/${analysis.cuttable}/cut`, [["k", slider.value], ["seen_run", analysis.cuttable]]);
    if (answer) tell(words.cutApplied);
  });
}

/** Draws which numbers there are; the slider stands where the proposal does, unless a person looks at another. */
export function drawFine(model, running) {
  if (!form) return;
  const before = analysis;
  analysis = model.analysis;
  const { choices, k, cuttable } = analysis;
  const can = Boolean(cuttable && k && choices.proposed) && !running && model.run?.state !== "offered";
  form.hidden = !can;
  for (const part of document.querySelectorAll("[data-slot=wish]")) part.hidden = can;
  if (!can) return;
  slider.max = Math.max(choices.finer * 2, k + 2, 6);
  for (const button of form.querySelectorAll("[data-choice]")) {
    button.dataset.k = choices[button.dataset.choice];
    write(slot(button, "k"), button.dataset.k);
  }
  if (!before || before.cuttable !== cuttable || before.k !== k) {
    slider.value = k;
    asked = null;
  }
  drawPlace();
}

function drawPlace() {
  const wanted = Number(slider.value);
  const same = wanted === analysis.k;
  slider.setAttribute("aria-valuetext", fill(words.groupsOf, { count: wanted }));
  write(slot(form, "k-word"), fill(words.groupsOf, { count: wanted }));
  for (const button of form.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", Number(button.dataset.k) === wanted);
  }
  slot(form, "changing").hidden = same;
  slot(form, "apply").disabled = same;
  return same;
}

function look() {
  clearTimeout(asking);
  if (drawPlace()) return;
  write(slot(form, "difference"), words.lookingDifference);
  asking = setTimeout(() => tellDifference(Number(slider.value)), REST_MS);
}

async function tellDifference(wanted) {
  asked = wanted;
  let answer = null;
  try {
    const response = await fetch(`${here}/runs/${analysis.cuttable}/preview?k=${wanted}`, { headers: { Accept: "application/json" } });
    answer = await response.json();
  } catch {
    answer = { message: words.offline };
  }
  if (asked !== wanted) return;
  const sentence = answer.words ?? Object.values(answer.errors ?? {}).flat().join(" ") ?? "";
  write(slot(form, "difference"), sentence || answer.message || "");
  slot(form, "apply").disabled = !answer.ok;
  say(slot(form, "difference").textContent);
}
