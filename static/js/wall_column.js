/** A column of cards on the wall that holds as many as fit, whole. */

import { lasts, make } from "./wall_parts.js";

/** In an upright window the column scrolls; then this is where it ends. */
const MOST = 8;

export class Column {
  #list = make("ol");
  #items = [];
  #content;
  #empty;

  /** `content(id)` answers the children of a card. */
  constructor(title, empty, content) {
    this.#content = content;
    this.#empty = make("p", { class: "q" }, empty);
    this.section = make("section", { "aria-label": title }, make("h2", {}, title), this.#list);
    this.#sayEmpty();
  }

  get ids() {
    return this.#items.map(({ id }) => id);
  }

  get last() {
    return this.#items.at(-1)?.id;
  }

  has(id) {
    return this.#items.some((item) => item.id === id);
  }

  /** Takes away what is gone and says changed words in place. */
  refresh(stays) {
    for (const item of this.#items) {
      if (stays(item.id)) this.#write(item);
      else item.card.remove();
    }
    this.#items = this.#items.filter(({ id }) => stays(id));
    this.#trim();
  }

  /** Adds below, in that order, until one does not fit. */
  fill(ids) {
    for (const id of ids) {
      const item = this.#make(id);
      this.#items.push(item);
      this.#sayEmpty();
      this.#list.append(item.card);
      if (!this.#fits(item)) {
        item.card.remove();
        this.#items.pop();
        break;
      }
    }
    this.#sayEmpty();
  }

  /** Puts one on top; the others make room, the last ones leave. */
  push(id) {
    const item = this.#make(id);
    const before = this.#items.map(({ card }) => [card, card.offsetTop]);
    for (const other of this.#items) other.card.classList.remove("nieuw");
    item.card.classList.add("nieuw");
    this.#items.unshift(item);
    this.#sayEmpty();
    this.#list.prepend(item.card);
    this.#trim();
    const duration = lasts("--settle");
    if (duration === 0) return;
    for (const [card, top] of before) {
      const moved = top - card.offsetTop;
      const from = { transform: `translateY(${moved}px)` };
      if (card.isConnected) card.animate([from, { transform: "none" }], { duration, easing: "cubic-bezier(.2, .7, .2, 1)" });
    }
  }

  /** Another card in the same place. */
  replace(old, id) {
    const place = this.#items.findIndex((item) => item.id === old);
    const item = this.#make(id);
    item.card.classList.add("arrive");
    this.#items[place].card.replaceWith(item.card);
    this.#items[place] = item;
    this.#trim();
  }

  #make(id) {
    const item = { id, card: make("li"), drawn: "" };
    this.#write(item);
    return item;
  }

  #write(item) {
    const fresh = make("li", {}, ...this.#content(item.id));
    if (fresh.innerHTML === item.drawn) return;
    item.drawn = fresh.innerHTML;
    item.card.replaceChildren(...fresh.childNodes);
  }

  #trim() {
    while (this.#items.length > 1 && !this.#fits(this.#items.at(-1))) this.#items.pop().card.remove();
    this.#sayEmpty();
  }

  /** Whole, and under the first card: what does not fit wraps beside it, out of sight. */
  #fits({ card }) {
    const top = this.#items[0].card;
    if (card === top) return true;
    if (this.#items.length > MOST || card.offsetLeft !== top.offsetLeft) return false;
    return card.offsetTop + card.offsetHeight <= this.#list.offsetTop + this.#list.clientHeight + 1;
  }

  #sayEmpty() {
    if (this.#items.length > 0) this.#empty.remove();
    else if (!this.#empty.isConnected) this.#list.after(this.#empty);
  }
}
