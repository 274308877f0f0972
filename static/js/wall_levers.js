/** The levers in a circle, each as large as it was chosen often. */

import { leversPicture } from "./draw/levers.js";
import { inOrder } from "./wall_parts.js";
import { say } from "./wall_words.js";

export class LeversView {
  #main;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
    main.classList.add("vol");
  }

  draw(state) {
    const levers = inOrder(state, "lever").map((lever) => ({ ...lever, petal: lever.petal.toLowerCase() }));
    const drawn = JSON.stringify(levers);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const list = levers.map(({ name, count }) => `${name} ${count}`).join(", ");
    const sprite = document.documentElement.dataset.sprite;
    this.#main.replaceChildren(leversPicture({ levers, sprite, ring: true, label: say("levers", { list }) }));
  }

  /** Which levers got least is said in words, not only by the size of a circle. */
  aside(state) {
    const levers = inOrder(state, "lever");
    if (levers.every(({ count }) => count === 0)) return { line: say("no-levers") };
    const least = levers.filter(({ underserved }) => underserved).map(({ name }) => name);
    return least.length > 0 ? { line: say("least", { list: least.join(", ") }) } : {};
  }

  leave() {
    this.#main.classList.remove("vol");
  }
}
