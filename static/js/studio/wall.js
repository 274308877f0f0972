/** The wall, small; what it shows, whether it is covered, and the counts below it. */

import { ofKind } from "../state.js";
import { isTyping } from "./undo.js";

/** The wall fits its frame, however wide that is. */
export function shrunk() {
  const frame = document.getElementById("mini");
  if (frame) {
    new ResizeObserver(() => {
      frame.style.setProperty("--klein", String(frame.clientWidth / frame.firstElementChild.offsetWidth));
    }).observe(frame);
  }
  return { show() {} };
}

export function wall() {
  const curtain = curtains(document.getElementById("gordijn"));
  shrunk();
  // Before menus and dialogs close on the same key: then it was meant for them.
  addEventListener("keydown", (event) => panic(event, curtain), { capture: true });
  return {
    show(state) {
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      const [, counts] = ofKind(state, "counts")[0] ?? [];
      if (!workshop || !counts) return;
      curtain.know(workshop.wall_hidden, state.revision);
      for (const button of document.querySelectorAll("#beelden button")) {
        if (button.value === workshop.wall_view) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
      for (const figure of document.querySelectorAll("[data-count]")) {
        figure.textContent = String(counts[figure.dataset.count]);
      }
    },
  };
}

/**
 * What covers the wall. A press turns the button at once, before the news is back, so that a second press means
 * the opposite and never the same again; news decides as soon as nothing is under way, unless it is older than
 * the answer to the last press.
 */
function curtains(form) {
  let known = form.elements.hidden.value === "no";
  let heard = 0;
  let answered = 0;
  let waiting = false;
  const draw = (covered) => {
    form.elements.hidden.value = covered ? "no" : "yes";
    form.querySelector("button").setAttribute("aria-pressed", String(covered));
  };
  form.addEventListener("sent", () => {
    waiting = true;
    draw(form.elements.hidden.value === "yes");
  });
  form.addEventListener("done", ({ detail }) => {
    answered = detail.revision;
  });
  form.addEventListener("settled", ({ detail }) => {
    waiting = false;
    if (!detail.worked || heard >= answered) draw(known);
  });
  return {
    turn: () => form.requestSubmit(),
    know(covered, revision) {
      known = covered;
      heard = revision;
      document.getElementById("bedekt").hidden = !covered;
      if (!waiting && heard >= answered) draw(covered);
    },
  };
}

/** Escape covers the wall at once, and shows it again. */
function panic(event, curtain) {
  const menu = document.querySelector("details[data-menu][open]");
  if (event.key !== "Escape" || event.repeat || menu || isTyping()) return;
  curtain.turn();
}
