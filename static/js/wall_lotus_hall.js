/** The whole hall as a flower of flowers: a small one for each table around the one of all together.

   Twelve fit. More of them come in pages that turn by themselves, not too often; the arrow keys turn them by hand and
   stop that, the space bar stops and starts it. */

import { Flower } from "./draw/lotus.js";
import { el, picture } from "./draw/svg.js";
import { make } from "./wall_parts.js";
import { leaves, PETALS, together } from "./wall_lotus_state.js";
import { counted, say } from "./wall_words.js";

const MOST = 12;
const TURN_MS = 15000;
const WIDTH = 1468;
const HEIGHT = 1080;
const MIDDLE = [734, 540];
const SMALL = { radius: 130, line: 1.6, clear: 136 };
const LARGE = { radius: 256, line: 2.4, clear: 262 };
/** Where a spoke leaves the middle. */
const HUB = 150;
/** Up to so many stand on an oval around the middle; with more they would touch. */
const OVAL = { most: 9, across: 588, down: 400 };
/** Twelve places along the edges, clockwise; the first is just left of twelve o'clock. */
const SPOTS = [
  [589, 140], [879, 140], [1169, 140], [1322, 400], [1322, 680], [1169, 940],
  [879, 940], [589, 940], [299, 940], [146, 680], [146, 400], [299, 140],
]; // prettier-ignore

export class HallOfLotuses {
  #picture = picture({ width: WIDTH, height: HEIGHT }, []);
  #outline = make("section", { class: "visually-hidden" });
  #spokes = el("g", { class: "stelen" });
  #ring = el("g");
  #which = el("g", { class: "bladzij" });
  #centre = placed(MIDDLE, LARGE, say("lotus-everyone"));
  #flowers = new Map();
  #lotuses = [];
  #page = 0;
  #turning = null;
  #byHand = false;
  #drawn = "";
  #keys = (event) => this.#pressed(event);

  constructor(main) {
    main.className = "vol bloemen";
    this.#picture.append(this.#spokes, this.#ring, this.#centre.element, this.#which);
    main.replaceChildren(this.#picture, this.#outline);
    document.addEventListener("keydown", this.#keys);
  }

  draw(lotuses) {
    const drawn = JSON.stringify(lotuses.map(({ number, words }) => [number, [...words]]));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#lotuses = lotuses;
    this.#page = Math.min(this.#page, this.#pages - 1);
    this.#lay();
    this.#fill();
    this.#outline.replaceChildren(make("h2", {}, say("lotus-all")), make("ul", {}, ...lotuses.map(spoken)));
    if (this.#pages > 1 && this.#turning === null && !this.#byHand) this.#start();
    if (this.#pages === 1) this.#stop();
  }

  leave() {
    this.#stop();
    document.removeEventListener("keydown", this.#keys);
  }

  get #pages() {
    return Math.max(1, Math.ceil(this.#lotuses.length / MOST));
  }

  /** The lotuses of this page; all pages are about as full. */
  get #shown() {
    const size = Math.ceil(this.#lotuses.length / this.#pages);
    return this.#lotuses.slice(this.#page * size, (this.#page + 1) * size);
  }

  /** Flowers that are there stay where they are; the ring is laid anew only when it holds other tables. */
  #lay() {
    const shown = this.#shown;
    if (shown.every(({ number }) => this.#flowers.has(number)) && shown.length === this.#flowers.size) return;
    const spots = shown.map((_, place) => spot(place, shown.length));
    this.#flowers = new Map(shown.map(({ number }, n) => [number, placed(spots[n], SMALL, String(number))]));
    this.#ring.replaceChildren(...[...this.#flowers.values()].map(({ element }) => element));
    this.#spokes.replaceChildren(...spots.map(spoke));
    const range = `${shown[0].number}–${shown.at(-1).number}`;
    const lines = this.#pages > 1 ? [say("lotus-tables"), range] : [];
    this.#which.replaceChildren(...lines.map((line, n) => el("text", { x: 12, y: 1000 + n * 54 }, [line])));
  }

  #fill() {
    for (const { number, words } of this.#shown) this.#flowers.get(number).flower.fill(words);
    this.#centre.flower.fill(together(this.#lotuses));
  }

  #turn(by) {
    this.#page = (this.#page + by + this.#pages) % this.#pages;
    this.#lay();
    this.#fill();
    for (const part of [this.#ring, this.#which]) {
      part.classList.remove("arrive");
      // Read once, so that the browser sees that it went and comes again.
      part.getBBox();
      part.classList.add("arrive");
    }
  }

  #start() {
    this.#turning = setInterval(() => this.#turn(1), TURN_MS);
  }

  #stop() {
    clearInterval(this.#turning);
    this.#turning = null;
  }

  #pressed(event) {
    if (this.#pages === 1 || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (by) {
      this.#byHand = true;
      this.#stop();
      this.#turn(by);
    } else if (event.key === " ") {
      this.#byHand = this.#turning !== null;
      if (this.#byHand) this.#stop();
      else this.#start();
    } else return;
    event.preventDefault();
  }
}

/** A small flower at that spot with its word in the heart, on paper that keeps the spokes away. */
function placed([x, y], { radius, line, clear }, word) {
  const flower = new Flower({ bare: true });
  const scale = radius / flower.radius;
  flower.element.setAttribute("transform", `scale(${Math.round(scale * 1000) / 1000})`);
  flower.element.style.setProperty("--lijn", String(line / scale));
  const ground = el("circle", { r: clear, fill: "var(--paper)" });
  const text = el("text", { class: "cijfer", "text-anchor": "middle", dy: ".34em" }, [word]);
  return { flower, element: el("g", { transform: `translate(${x} ${y})` }, [ground, flower.element, text]) };
}

/** Where the flower of that place stands when there are so many. */
function spot(place, count) {
  if (count > OVAL.most) return SPOTS[Math.round((place * MOST) / count) % MOST];
  const turn = ((place + 0.5) / count) * 2 * Math.PI;
  return [MIDDLE[0] + Math.sin(turn) * OVAL.across, MIDDLE[1] - Math.cos(turn) * OVAL.down].map(Math.round);
}

function spoke([x, y]) {
  const turn = Math.atan2(y - MIDDLE[1], x - MIDDLE[0]);
  const [x1, y1] = [MIDDLE[0] + Math.cos(turn) * HUB, MIDDLE[1] + Math.sin(turn) * HUB];
  return el("line", { x1, y1, x2: x, y2: y });
}

/** One table for who listens: its number, how far it is, and the names of its petals. */
function spoken(lotus) {
  const named = PETALS.filter((letter) => lotus.words.has(letter));
  const names = named.map((letter) => make("li", {}, `${letter} `, make("span", { dir: "auto" }, lotus.words.get(letter))));
  const line = `${say("lotus-table", lotus)}: ${counted("lotus-count", leaves(lotus))}`;
  return make("li", {}, line, names.length > 0 ? make("ol", {}, ...names) : null);
}
