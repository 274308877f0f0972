/** The 3x3 of the flower: the heart and eight places round it, the way back, and the marks of the neighbours. */

import { slot } from "./phone_dom.js";
import { around, filled, isPetal, PETALS } from "./phone_lotus_model.js";

export class Flower {
  #root;
  #word;
  #heart;
  #places;

  constructor(root, word) {
    this.#root = root;
    this.#word = word;
    this.#heart = root.querySelector("[data-lotus=heart]");
    this.#places = [...root.querySelectorAll("[data-lotus=place]")];
  }

  /** Focus is on that place; on the heart without one. */
  focus(name) {
    const target = this.#places.find((button) => button.dataset.name === name) ?? this.#heart;
    target.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  draw({ places, centre, asked, others, people, held, notice }) {
    slot("flower", this.#root).classList.toggle("twee", Boolean(centre));
    slot("flower", this.#root).dataset.p = centre.toLowerCase();
    this.#drawHeart(places, centre, asked);
    around(centre).forEach((name, index) => this.#drawPlace(this.#places[index], name, { places, others, held }));
    this.#drawWay(places, centre);
    this.#drawMarks(places, centre);
    this.#drawHint(places, centre);
    const writing = Object.values(others).reduce((sum, count) => sum + count, 0);
    this.#text("present", this.#word(writing ? "peopleWriting" : "people", { people, writing }));
    slot("choosing", this.#root).hidden = !held;
    if (held) this.#text("choosing-text", this.#word("choose", held));
    slot("notice", this.#root).hidden = !notice;
    slot("notice", this.#root).lastElementChild.textContent = notice;
  }

  #drawHeart(places, centre, asked) {
    const lying = centre ? places.get(centre) : null;
    const button = this.#heart;
    const mark = slot("mark", button);
    mark.hidden = !centre;
    mark.textContent = centre;
    mark.dataset.p = centre.toLowerCase();
    slot("words", button).textContent = centre ? (lying?.text ?? this.#word("stillEmpty")) : asked;
    slot("sending", button).hidden = !lying?.pending;
    slot("kind", button).textContent = this.#word(centre ? "centrePetal" : "centre");
    slot("more", button).textContent = lying ? this.#word("centreActs") : "";
    // In the heart of the whole there is nothing to do.
    button.setAttribute("aria-disabled", String(!centre));
  }

  #drawPlace(button, name, { places, others, held }) {
    const lying = places.get(name);
    const count = isPetal(name) ? filled(places, name) : 0;
    const writing = others[name] ?? 0;
    button.dataset.name = name;
    button.dataset.p = name[0].toLowerCase();
    button.classList.toggle("empty", !lying);
    button.classList.toggle("busy", writing > 0);
    button.classList.toggle("free", Boolean(held) && !lying);
    slot("name", button).textContent = name;
    slot("words", button).textContent = lying ? lying.text : writing ? "" : this.#word(held ? "layHere" : "write");
    slot("busy", button).hidden = !writing;
    slot("busy", button).lastElementChild.textContent = writing ? this.#busyWord(writing) : "";
    slot("sending", button).hidden = !lying?.pending;
    this.#drawSeeds(slot("seeds", button), isPetal(name) && (lying || count), places, name);
    slot("kind", button).textContent = this.#word(isPetal(name) ? "kindPetal" : "kindLeaf");
    slot("more", button).textContent = this.#more(name, lying, count);
  }

  #drawSeeds(seeds, shown, places, name) {
    seeds.hidden = !shown;
    [...seeds.children].forEach((dot, index) => dot.classList.toggle("on", places.has(`${name}${index + 1}`)));
  }

  #busyWord(writing) {
    return writing === 1 ? this.#word("someone") : this.#word("several", { count: writing });
  }

  /** What the eye sees in colour and dots, in words. */
  #more(name, lying, count) {
    const below = isPetal(name) && (lying || count) && this.#word("below", { count });
    const said = [!lying && this.#word("empty"), below, lying?.mine && this.#word("mine")].filter(Boolean);
    return said.map((each) => `, ${each}`).join("");
  }

  #drawWay(places, centre) {
    const home = this.#root.querySelector(".crumbs [data-lotus=home]");
    this.#text("crumb", centre ? (places.get(centre)?.text ?? this.#word("petal", { place: centre })) : this.#word("openPetal"));
    slot("crumb", this.#root).classList.toggle("q", !centre);
    if (centre) home.removeAttribute("aria-current");
    else home.setAttribute("aria-current", "true");
    const count = filled(places, centre);
    this.#text("count", this.#word(centre ? "ofEight" : "ofAll", { count }));
    slot("to-heart", this.#root).hidden = !centre;
  }

  #drawMarks(places, centre) {
    slot("marks", this.#root).hidden = !centre;
    this.#root.querySelectorAll("[data-lotus=go]").forEach((button, index) => {
      const name = PETALS[index];
      const lying = places.get(name);
      button.firstElementChild.classList.toggle("open", !lying);
      if (name === centre) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      const named = lying ? this.#word("goTo", { place: name, text: lying.text }) : this.#word("goToEmpty", { place: name });
      button.setAttribute("aria-label", named);
    });
  }

  #drawHint(places, centre) {
    const left = around(centre).filter((name) => !places.has(name)).length;
    const leaf = left === 0 ? "allFull" : left === 1 ? "tapLeafOne" : "tapLeaf";
    this.#text("hint", this.#word(centre ? leaf : "tap", { count: left }));
  }

  #text(name, sentence) {
    const element = slot(name, this.#root);
    if (element.textContent !== sentence) element.textContent = sentence;
  }
}
