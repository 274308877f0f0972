/** The lotus that grows. Its shapes came with the page, drawn once by the server; here parts are only filled. */

import { el } from "./svg.js";

const FULL = "vol";
/** How far words go towards the edge of the heart, and in the middle, where the seeds of C and G lie. */
const ROOM = 0.92;
const BETWEEN_SEEDS = 0.84;
/** A number that stands there instead of the question is read from further away. */
const NUMBER = 2.2;
const LEADING = 1.05;

export class Flower {
  #parts = new Map();

  /** `bare`: small, without letters and seeds. */
  constructor({ bare = false } = {}) {
    const skeleton = document.getElementById("bloem").content.querySelector(".bloem");
    this.element = document.importNode(skeleton, true);
    if (bare) for (const part of this.element.querySelectorAll(".letter, .zaad")) part.remove();
    for (const part of this.element.querySelectorAll("[data-place]")) {
      const { place } = part.dataset;
      this.#parts.set(place, [...(this.#parts.get(place) ?? []), part]);
    }
  }

  get radius() {
    return Number(this.element.dataset.radius);
  }

  /** `filled`: the places where words lie, anything with `has`. */
  fill(filled) {
    for (const [place, parts] of this.#parts) {
      for (const part of parts) part.classList.toggle(FULL, filled.has(place));
    }
  }

  /**
   * The question stands in the heart where it fits at `size` units, if need be in a wider heart; else `otherwise`.
   * `measure(text)`: the width of a line, in units.
   */
  say(question, otherwise, { size, measure }) {
    const heart = this.element.querySelector(".hartje");
    const wide = Number(heart.dataset.wide);
    const radius = Number(heart.dataset.radius);
    const narrow = linesIn(question, radius, { size, measure });
    const lines = narrow ?? linesIn(question, radius * wide, { size, measure });
    if (lines && !narrow) heart.setAttribute("transform", `scale(${wide})`);
    else heart.removeAttribute("transform");
    const words = lines?.map((line, n) => heartLine(line, n, lines.length, size)) ?? [heartLine(otherwise, 0, 1, size * NUMBER)];
    this.element.querySelector(".hart-woorden").replaceChildren(...words);
  }
}

function heartLine(text, n, of, size) {
  const y = (n - (of - 1) / 2) * size * LEADING;
  return el("text", { class: "hart", "text-anchor": "middle", "font-size": size, y, dy: ".34em" }, [text]);
}

/** The words on one to three lines inside a circle of that radius; null when they do not fit. */
function linesIn(text, radius, { size, measure }) {
  const words = text.split(/\s+/).filter(Boolean);
  for (let count = 1; count <= 3; count += 1) {
    const found = broken(words, count).find((lines) => lines.every((line, n) => fits(line, n, lines.length)));
    if (found) return found;
  }
  return null;

  function fits(line, n, of) {
    const off = Math.abs(n - (of - 1) / 2);
    const height = (off + 0.4) * size * LEADING;
    const room = radius * (off < 0.5 ? BETWEEN_SEEDS : ROOM);
    return height < room && measure(line) / 2 <= Math.sqrt(room ** 2 - height ** 2);
  }
}

/** Every way to put the words on that many lines. */
function broken(words, count) {
  if (count === 1) return words.length > 0 ? [[words.join(" ")]] : [];
  const ways = [];
  for (let first = 1; first <= words.length - count + 1; first += 1) {
    const start = words.slice(0, first).join(" ");
    for (const rest of broken(words.slice(first), count - 1)) ways.push([start, ...rest]);
  }
  return ways;
}
