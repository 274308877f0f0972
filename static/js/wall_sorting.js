/** While people sort: how many do, how much lies, how many are done. Never what with what: each sorts alone. */

import { inOrder, make, nothingYet } from "./wall_parts.js";
import { counted, say } from "./wall_words.js";

export class SortingView {
  #main;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
  }

  draw(state) {
    const [found] = inOrder(state, "sorting");
    const drawn = JSON.stringify(found ?? null);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (!found?.people) {
      this.#main.replaceChildren(nothingYet(say(found ? "sorting-begins" : "no-sorting")));
      return;
    }
    const figures = [
      ["sorting-people", found.people],
      ["sorting-placed", found.placed],
      ["sorting-finished", found.finished],
    ].map(([key, count]) => make("p", {}, make("b", { class: "num" }, String(count)), ` ${counted(key, count)}`));
    this.#main.replaceChildren(make("section", { class: "sorteerwand" }, ...figures, make("p", { class: "q" }, say("sorting-alone"))));
  }
}
