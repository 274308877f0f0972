/** How much of a long list is drawn: a few, then more at each request, so that the page stays light with
    thousands of contributions. What is not drawn is found through the search and the lens. */

import { fill, words, write } from "./parts.js";

/** Of a theme or a proposal, of what is not placed, and how many come along at each request. */
export const FEW = 6;
export const MANY = 60;
const STEP = 120;
/** So many at once, when all of a list is asked for. */
export const MOST = 600;

export class Windows {
  #open = new Map();
  #all = false;

  /** The part of `list` that is drawn, and the dress of the button that brings the rest. */
  of(key, list, first, more) {
    const short = list.length <= first + 1;
    const size = this.#all || short ? list.length : Math.min(list.length, this.#open.get(key) ?? first);
    const left = list.length - size;
    const opened = !short && this.#open.has(key);
    more.hidden = short || this.#all;
    more.dataset.key = key;
    more.dataset.does = left ? "more" : "less";
    more.setAttribute("aria-expanded", String(opened));
    const next = Math.min(left, STEP);
    const sentence = next < left ? fill(words.showNext, { count: next, left }) : fill(words.showMore, { count: left });
    write(more, left ? sentence : words.showFew);
    return size === list.length ? list : list.slice(0, size);
  }

  /** The reader pressed that button. */
  press(more, first) {
    const { key, does } = more.dataset;
    if (does === "less") this.#open.delete(key);
    else this.#open.set(key, (this.#open.get(key) ?? first) + STEP);
  }

  /** As much of that list as a page bears. */
  whole(key) {
    this.#open.set(key, MOST);
  }

  forget(key) {
    this.#open.delete(key);
  }

  /** A sheet of paper has no buttons: everything is drawn. */
  all(on) {
    this.#all = on;
  }
}
