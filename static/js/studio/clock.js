/** The clock of the present step: how long until its planned end, or how long past it. */

import { ofKind } from "../state.js";

export function clock({ words, now }) {
  const face = document.getElementById("klok");
  const over = document.getElementById("over-tijd");
  let closesAt = null;

  function tick() {
    if (closesAt === null) return;
    const seconds = Math.round((closesAt - now()) / 1000);
    const late = seconds < 0;
    draw(face, seconds);
    face.classList.toggle("laat", late);
    over.hidden = !late;
    const label = late ? words.say("over") : words.say("left", { num: Math.ceil(seconds / 60) });
    if (face.getAttribute("aria-label") !== label) face.setAttribute("aria-label", label);
  }

  setInterval(tick, 250);
  return {
    show(state) {
      const [, step] = ofKind(state, "step")[0] ?? [];
      closesAt = step?.closes_at ? Date.parse(step.closes_at) : null;
      tick();
    },
  };
}

/** Each digit has a box of its own, so that the clock does not dance. */
function draw(face, seconds) {
  const total = Math.abs(seconds);
  const text = `${seconds < 0 ? "+" : ""}${Math.floor(total / 60)}:${String(total % 60).padStart(2, "0")}`;
  if (face.textContent === text) return;
  face.replaceChildren(
    ...[...text].map((character) => {
      if (character === ":") return character;
      const box = document.createElement("i");
      box.textContent = character;
      return box;
    }),
  );
}
