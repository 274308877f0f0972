/** A contribution as words that can be chosen, to set a stretch apart or to cut it. Mouse and finger drag or tap;
    arrows walk, with Shift they choose more. */

import { act } from "../acts.js";
import { fill, slot, words } from "../parts.js";
import { say } from "../../controls.js";

/** The words of a card: {word, starts, ends}, in code points of the contribution as the server counts them. */
function wordsOf(passage) {
  return [...passage.text.matchAll(/\S+/gu)].map((found) => {
    const starts = passage.range.starts_at + [...passage.text.slice(0, found.index)].length;
    return { word: found[0], starts, ends: starts + [...found[0]].length };
  });
}

/** The section `el` shows the words of that passage. */
export function dressPieces(el, passage) {
  const section = slot(el, "pieces");
  if (!section || section.dataset.text === passage.text) return;
  section.dataset.text = passage.text;
  new Pieces(section, passage);
}

class Pieces {
  #from = null;
  #to = null;

  constructor(section, passage) {
    this.passage = passage;
    this.words = wordsOf(passage);
    this.place = slot(section, "words");
    this.buttons = this.words.map(({ word }, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "woord";
      button.textContent = word;
      button.dataset.place = place;
      return button;
    });
    const fresh = this.place.cloneNode(false);
    this.place.replaceWith(fresh);
    this.place = fresh;
    fresh.lang = passage.language;
    fresh.append(...this.buttons);
    for (const name of ["part", "cut"]) {
      const button = slot(section, name);
      this[name] = button.cloneNode(true);
      button.replaceWith(this[name]);
    }
    this.#listen();
    this.#draw(0);
  }

  #listen() {
    this.place.addEventListener("pointerdown", (event) => this.#press(event));
    this.place.addEventListener("pointermove", (event) => this.#drag(event));
    this.place.addEventListener("keydown", (event) => this.#key(event));
    this.place.addEventListener("click", (event) => event.detail === 0 && this.#choose(event.target, event.shiftKey));
    this.part.addEventListener("click", () => this.#do("part"));
    this.cut.addEventListener("click", () => this.#do("cut"));
  }

  #press(event) {
    this.#choose(event.target, event.shiftKey);
    if (event.target.hasPointerCapture?.(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
  }

  #drag(event) {
    if (!event.buttons) return;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".woord");
    if (under && this.place.contains(under)) this.#choose(under, true);
  }

  #choose(target, more) {
    const button = target.closest(".woord");
    if (!button) return;
    const place = Number(button.dataset.place);
    if (!more || this.#from === null) this.#from = place;
    this.#to = place;
    this.#draw(place);
  }

  #key(event) {
    const place = this.buttons.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = { Home: 0, End: this.buttons.length - 1 }[event.key] ?? (step ? place + step : null);
    if (place < 0 || next === null || !this.buttons[next]) return;
    event.preventDefault();
    if (event.shiftKey && this.#from === null) this.#from = place;
    this.#choose(this.buttons[next], event.shiftKey);
    this.buttons[next].focus();
    const [low, high] = this.#span();
    say(low === high ? this.words[low].word : fill(words.selected, { count: high - low + 1 }));
  }

  #span() {
    return [Math.min(this.#from, this.#to), Math.max(this.#from, this.#to)];
  }

  #draw(stop) {
    const [low, high] = this.#from === null ? [-1, -1] : this.#span();
    this.buttons.forEach((button, place) => {
      button.tabIndex = place === stop ? 0 : -1;
      button.setAttribute("aria-pressed", place >= low && place <= high && low >= 0);
    });
    const whole = low === 0 && high === this.words.length - 1;
    this.part.disabled = low < 0 || whole;
    this.cut.disabled = low < 1;
  }

  #do(name) {
    const [low, high] = this.#span();
    const fields = [["passage_id", this.passage.id]];
    if (name === "cut") return act("cut", [...fields, ["at", this.words[low].starts]], words.cutDone);
    return act("part", [...fields, ["starts_at", this.words[low].starts], ["ends_at", this.words[high].ends]], words.parted);
  }
}
