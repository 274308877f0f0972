/** The lotus of one table: the flower, and its eight names in large letters beside it. */

import { Flower } from "./draw/lotus.js";
import { picture } from "./draw/svg.js";
import { make } from "./wall_parts.js";
import { isPrivate, leaves, PETALS } from "./wall_lotus_state.js";
import { counted, say } from "./wall_words.js";

/** A little more than 1/25 of the height: the least that is read from the last row. */
const LEAST = 0.0405;
const HEART = 45;
const BOX = { x: -485, y: -530, width: 970, height: 1060 };
/** The names take more room, and the flower less, only when they are long. */
const WIDTHS = ["", "ruim", "ruim dicht"];

export class OneLotus {
  #main;
  #flower = new Flower();
  #picture = picture(BOX, [this.#flower.element]);
  #heading = make("h2", { class: "visually-hidden" });
  #list = make("ol", { class: "lijst" });
  #rows = PETALS.map(row);
  #teaching = make("div", { class: "lotus-uitleg" });
  #wide = 0;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren(this.#picture, make("section", { class: "namen" }, this.#heading, this.#list, this.#teaching));
    this.#list.append(...this.#rows.map(({ element }) => element));
  }

  /** `name` says whose lotus it is, `mark` stands in the heart when the question does not fit there. */
  draw(lotus) {
    const drawn = JSON.stringify([lotus.name, lotus.question, lotus.stage, [...lotus.words]]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const alone = isPrivate(lotus);
    this.#heading.textContent = `${lotus.name}: ${lotus.question} ${counted("lotus-count", leaves(lotus))}`;
    this.#list.hidden = alone;
    this.#teaching.hidden = !alone;
    if (alone) this.#teaching.replaceChildren(make("p", { class: "groot" }, say("lotus-private")), make("p", {}, say("lotus-private-how")));
    for (const { fill } of this.#rows) fill(lotus);
    this.#flower.fill(lotus.words);
    this.#fit();
    this.#heart(lotus);
  }

  /** Wider once names need it, never back: what is read stays where it is. */
  #fit() {
    for (; this.#wide < WIDTHS.length; this.#wide += 1) {
      this.#main.className = `lotuswand ${WIDTHS[this.#wide]}`.trim();
      const tall = this.#rows.reduce((sum, { element }) => sum + element.offsetHeight, 0);
      if (tall <= this.#list.clientHeight && this.#rows.every(({ whole }) => whole())) return;
    }
    this.#wide = WIDTHS.length - 1;
  }

  #heart({ question, mark }) {
    const scale = this.#picture.getScreenCTM()?.a || 1;
    const size = Math.max(HEART, (innerHeight * LEAST) / scale);
    // A letter that shrinks with the flower would be too small to read.
    this.#flower.element.style.setProperty("--letter", `${Math.max(62, (innerHeight * LEAST * 1.2) / scale)}px`);
    this.#flower.say(question, mark, { size, measure: ruler(size) });
  }
}

/** Measures bold words of that size, in the units of the picture. */
function ruler(size) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `700 ${size}px ${getComputedStyle(document.documentElement).getPropertyValue("--font")}`;
  return (text) => context.measureText(text).width;
}

/** A petal with its name, and for who listens what lies behind it. */
function row(letter) {
  const mark = make("span", { class: "petal" }, letter);
  const name = make("p", { dir: "auto" });
  const behind = make("ol", { class: "visually-hidden" });
  const element = make("li", {}, mark, make("div", {}, name, behind));
  function fill({ words }) {
    const title = words.get(letter);
    element.classList.toggle("leeg", title === undefined);
    mark.classList.toggle("open", title === undefined);
    if (title === undefined) delete mark.dataset.p;
    else mark.dataset.p = letter.toLowerCase();
    const text = title ?? say("lotus-open");
    if (name.textContent !== text) name.textContent = text;
    const places = [...words.keys()].filter((place) => place.length > 1 && place[0] === letter).sort();
    behind.replaceChildren(...places.map((place) => make("li", {}, `${place} `, make("span", { dir: "auto" }, words.get(place)))));
    behind.hidden = places.length === 0;
  }
  return { element, fill, whole: () => name.scrollWidth <= name.clientWidth + 1 };
}
