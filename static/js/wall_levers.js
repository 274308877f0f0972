/** The system model: the levers in a circle, each as large as it was chosen often, with the arrows between them. */

import { inOrder } from "./wall_parts.js";
import { addressOf, Picture } from "./wall_picture.js";
import { say } from "./wall_words.js";

export class LeversView {
  #main;
  #picture;

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
    main.classList.add("vol");
    this.#picture = new Picture(main, addressOf("levers"));
  }

  draw(state) {
    this.#picture.show(JSON.stringify([inOrder(state, "lever"), inOrder(state, "arrow")]));
  }

  /** Which levers got least is said in words, not only by the size of a circle. */
  aside(state) {
    return { line: leastOf(state) };
  }

  leave() {
    this.#picture.leave();
    this.#main.classList.remove("vol");
  }
}

/** The under-served levers by name, or that nobody chose any yet; null when each got its share. */
export function leastOf(state) {
  const levers = inOrder(state, "lever");
  if (levers.every(({ count }) => count === 0)) return say("no-levers");
  const least = levers.filter(({ underserved }) => underserved).map(({ name }) => name);
  return least.length > 0 ? say("least", { list: least.join(", ") }) : null;
}
