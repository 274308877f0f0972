/** Reasons and preconditions, one line each: an empty line waits at the end, every line has its own delete
    and, from its first letter, a name of its own that it keeps. */

import { makeKey } from "./outbox.js";
import { announce, word } from "./phone_dom.js";

const MOST = 12;

export class Lines {
  #list;
  #model;
  #changed;

  /** changed() is called when a line went away: that is no input event. */
  constructor(fieldset, changed) {
    this.name = fieldset.dataset.lines;
    this.#list = fieldset.querySelector("ul");
    this.#changed = changed;
    this.#model = this.#list.lastElementChild.cloneNode(true);
    this.#list.addEventListener("input", (event) => this.#typed(event.target.closest("li")));
    this.#list.addEventListener("click", (event) => {
      if (event.target.closest("[data-drop]")) this.#drop(event.target.closest("li"));
    });
    this.#list.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      event.target.closest("li").nextElementSibling?.querySelector("textarea").focus();
    });
    this.#tidy();
  }

  /** The lines are these, [{key, text}], and an empty one. */
  fill(lines) {
    this.#list.replaceChildren(...lines.map((line) => this.#row(line)));
    this.#tidy();
  }

  /** What was written, [{key, text}]. */
  written() {
    return [...this.#list.children].map(read).filter(({ text }) => text.trim());
  }

  #row({ key = "", text = "" } = {}) {
    const row = this.#model.cloneNode(true);
    row.querySelector("input").value = key;
    row.querySelector("textarea").value = text;
    row.querySelector(".error")?.remove();
    return row;
  }

  #typed(row) {
    const key = row.querySelector("input");
    if (!key.value) key.value = makeKey();
    this.#tidy();
  }

  #drop(row) {
    const { text } = read(row);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#tidy();
    (next ?? this.#list.lastElementChild).querySelector("textarea").focus();
    announce(word("lineDropped", { text }));
    this.#changed();
  }

  /** One empty line at the end, numbers in order, as high as their words. */
  #tidy() {
    const rows = [...this.#list.children];
    const last = rows.findLastIndex((row) => read(row).text.trim());
    for (const row of rows.slice(last + 2)) row.remove();
    if (last + 1 === this.#list.children.length && last + 1 < MOST) this.#list.append(this.#row());
    [...this.#list.children].forEach((row, number) => this.#number(row, number));
  }

  #number(row, number) {
    const { text } = read(row);
    const area = row.querySelector("textarea");
    const [key, label] = [row.querySelector("input"), row.querySelector("label")];
    key.name = `${this.name}-${number}-key`;
    area.name = area.id = label.htmlFor = `${this.name}-${number}-text`;
    label.textContent = word("line", { number: number + 1 });
    const drop = row.querySelector("[data-drop]");
    drop.setAttribute("aria-label", word("dropLine", { text }));
    drop.hidden = !text.trim();
    row.classList.toggle("new", !text.trim());
    grow(area);
  }
}

function read(row) {
  return { key: row.querySelector("input").value, text: row.querySelector("textarea").value };
}

/** For browsers without field-sizing: as high as what it holds. */
export function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.setProperty("block-size", "auto");
  area.style.setProperty("block-size", `${area.scrollHeight}px`);
}
