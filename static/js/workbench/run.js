/** The machine's proposal: asking for it, how far it is, what became of it. */

import { post, tell } from "./acts.js";
import { drawFine, letCut } from "./fine.js";
import { drawOffer, letChoose } from "./offer.js";
import { fill, may, slot, words, write } from "./parts.js";

const AUTOMATIC = 5;
const tools = document.getElementById("tools");
/** How many runs came to their end while this page looked. */
let ends = 0;

/** The forms that ask for a proposal and stop it. */
export function letPropose() {
  letChoose();
  letCut();
  for (const form of document.querySelectorAll("[data-propose]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const before = ends;
      // News that it is there can be faster than the answer.
      if ((await post("propose", new FormData(form))) && ends === before) tell(words.asked);
    });
  }
  tools.querySelector("[data-cancel]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    post("cancel", []);
  });
  tools.querySelector("input[name=fineness]")?.addEventListener("input", drawFineness);
}

/** Draws what the newest run does; says what became of one that ended while this page looked. */
export function drawRun(model, before) {
  const run = model.run;
  const running = run?.state === "running";
  slot(tools, "running").hidden = !running;
  if (running) {
    write(slot(tools, "step"), words.steps[run.message] ?? words.steps.starting);
    slot(tools, "progress").value = Math.round(run.progress * 100);
  }
  if (may) drawButtons(model, running);
  slot(tools, "wording").hidden = !model.analysis.fallback || !model.figures.proposed;
  drawOffer(run);
  drawFine(model, running);
  if (run && !running && before && isNews(run, before.run)) ended(model);
}

/** Whether that run came to its end since `before`. Of a short one the beginning may come in one piece of news with
    the end. A coarser or finer cut is an act of people, told as such. */
function isNews(run, before) {
  if (before?.state === "running") return true;
  return run.run > (before?.run ?? 0) && !run.parameters.cut_of;
}

function drawButtons(model, running) {
  slot(tools, "propose").disabled = running || !model.passages.size;
  write(slot(tools, "propose-word"), model.run ? words.again : words.first);
  const first = slot(document, "first-propose");
  if (first) first.disabled = running;
  const parameters = model.run?.parameters ?? {};
  if (parameters.found && parameters.k === null) tools.dataset.base = Math.max(2, parameters.found);
  drawFineness();
}

function drawFineness() {
  const slider = tools.querySelector("input[name=fineness]");
  const wanted = Number(slider.value);
  const count = Math.max(1, Math.round(Number(tools.dataset.base) * 2 ** ((wanted - AUTOMATIC) / 2)));
  const said = wanted === AUTOMATIC ? words.automatic : fill(words.about, { count });
  slider.setAttribute("aria-valuetext", said);
  write(slot(tools, "about"), said);
}

function ended({ run, proposals }) {
  ends += 1;
  if (run.state === "done") tell(fill(words.proposalReady, { count: proposals.length }));
  else if (run.state === "offered") tell(words.offers[run.message] ?? words.offers.new);
  else if (run.state === "cancelled") tell(words.cancelled, { seen: true });
  else tell(words.failures[run.message] ?? words.failures.crashed, { seen: true });
}
