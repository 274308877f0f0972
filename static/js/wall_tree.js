/** The tree: a leaf for every contribution at a lever; what comes in fades in where it will stay. */

import { inOrder, only, stillness } from "./wall_parts.js";
import { addressOf, Picture } from "./wall_picture.js";
import { counted } from "./wall_words.js";

export class TreeView {
  #main;
  #picture;

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
    main.classList.add("vol");
    this.#picture = new Picture(main, addressOf("tree"), greet);
  }

  draw(state) {
    this.#picture.show(treeKey(state));
  }

  aside(state) {
    const { vision = 0 } = only(state, "counts");
    return vision > 0 ? { line: counted("hung", vision) } : {};
  }

  leave() {
    this.#picture.leave();
    this.#main.classList.remove("vol");
  }
}

/** What the tree is drawn from, as one string: levers, parts, what hangs there, and who names which lever. */
export function treeKey(state) {
  const leaves = inOrder(state, "contribution").map(({ id, levers, text }) => [id, levers, text]);
  return JSON.stringify([inOrder(state, "lever"), inOrder(state, "tree_part"), inOrder(state, "vision"), leaves]);
}

/** Leaves that were not there before come in gently; on the first drawing all of them are simply there. */
function greet(drawing, before) {
  if (!before || stillness()) return;
  const known = new Set([...before.querySelectorAll("[data-leaf]")].map((leaf) => leaf.dataset.leaf));
  for (const leaf of drawing.querySelectorAll("[data-leaf]")) {
    if (!known.has(leaf.dataset.leaf)) leaf.classList.add("komt");
  }
}
