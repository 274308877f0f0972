/** The step that the hall is at, how long it still lasts, and whether this phone is connected. */

import { here, slot, text, word } from "./phone_dom.js";

const CLOCK_AHEAD_MS = Date.parse(here.now) - Date.now();
const KINDS = { online: "", connecting: "still", offline: "wait", ended: "wait" };

/** Whole minutes until the planned end (an ISO time), rounded up; null without one. */
function minutesLeft(closesAt) {
  if (!closesAt) return null;
  return Math.max(0, Math.ceil((Date.parse(closesAt) - Date.now() - CLOCK_AHEAD_MS) / 60000));
}

export function drawTime(step) {
  const minutes = minutesLeft(step?.closes_at);
  const sentences = { null: () => "", 0: () => word("over"), 1: () => word("minute") };
  const left = (sentences[minutes] ?? (() => word("minutes", { minutes })))();
  text("time", left);
  text("time-mine", step?.takes_answers ? left : "");
}

/** The panel of a moment, the question of a form. */
export function drawStep(step, { correcting, unsent }) {
  if (!step) return;
  text("step", word("step", { number: step.position, steps: step.steps }));
  text("title", step.title);
  text("prompt", step.prompt);
  text("next", step.next ? word("next", { title: step.next }) : "");
  for (const form of document.querySelectorAll("[data-panel]")) {
    text("ask", correcting ? word("correcting") : step.prompt || step.title, form);
  }
  text("may-correct", word(step.takes_answers ? "mayCorrect" : "mayNot"));
  const line = slot("unsent");
  line.hidden = !unsent;
  if (unsent) line.lastElementChild.textContent = word("unsent", { title: unsent });
  drawTime(step);
}

export function drawPerson(person, workshop) {
  text("table", word("table", { number: person.table }));
  const title = document.querySelector(".bar .titel");
  if (title.textContent !== workshop.title) title.textContent = workshop.title;
}

export function drawConnection(connection) {
  const state = slot("connection");
  const kind = KINDS[connection];
  state.className = `state conn only-script ${kind}`.trim();
  state.firstElementChild.classList.toggle("off", kind === "wait");
  state.lastElementChild.textContent = word(connection === "ended" ? "offline" : connection);
}
