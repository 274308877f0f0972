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
  const curtain = document.getElementById("gordijn");
  shrunk();
  // Before menus and dialogs close on the same key: then it was meant for them.
  addEventListener("keydown", (event) => panic(event, curtain), { capture: true });
  return {
    show(state) {
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      const [, counts] = ofKind(state, "counts")[0] ?? [];
      if (!workshop || !counts) return;
      document.getElementById("bedekt").hidden = !workshop.wall_hidden;
      curtain.elements.hidden.value = workshop.wall_hidden ? "no" : "yes";
      curtain.querySelector("button").setAttribute("aria-pressed", String(workshop.wall_hidden));
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

/** Escape covers the wall at once, and shows it again. What is sent is the state that the page does not show. */
function panic(event, curtain) {
  const menu = document.querySelector("details[data-menu][open]");
  if (event.key !== "Escape" || event.repeat || menu || isTyping()) return;
  curtain.requestSubmit();
}
