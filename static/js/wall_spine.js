/** The spine of the wall: the step, who joined, what was contributed, how to join, and the line to the server. */

import { make, only } from "./wall_parts.js";
import { timeLeft } from "./wall_time.js";
import { counted, say } from "./wall_words.js";

const TICK_MS = 5000;

export class Spine {
  #spine;
  #title;
  #aside;
  #now;
  #closesAt = null;

  /** now(): the server's clock, in milliseconds. */
  constructor(spine, now) {
    this.#spine = spine;
    this.#now = now;
    setInterval(() => this.#tick() && this.#fit(), TICK_MS);
    this.#title = spine.querySelector(".stap");
    this.#aside = spine.querySelector("h1 small");
  }

  /** `title`, `line`, `legend` (elements) and `counts` (two of [number, word]) are what the present view adds. */
  draw(state, { title = null, line = null, legend = [], counts: own = null }) {
    const step = only(state, "step");
    this.#title.textContent = title ?? step.title ?? only(state, "workshop").title ?? "";
    this.#aside.textContent = line ?? step.prompt ?? "";
    const counts = only(state, "counts");
    const shown = own ?? [numbered("joined", counts.participants), numbered("contributed", counts.intervention)];
    this.#count("joined", shown[0]);
    this.#count("contributed", shown[1]);
    const list = this.#spine.querySelector(".uitleg");
    list.hidden = legend.length === 0;
    list.replaceChildren(...legend.map((line) => make("li", {}, ...line)));
    this.#closesAt = step.closes_at ?? null;
    this.#tick();
    this.#fit();
  }

  connection(word) {
    const place = this.#spine.querySelector(".conn");
    place.hidden = word === "";
    place.querySelector("span").textContent = word;
  }

  end() {
    this.#closesAt = null;
    this.#tick();
    this.#title.textContent = say("ended");
    this.#aside.textContent = say("ended-how");
    for (const part of this.#spine.querySelectorAll(".qr, .code, .adres, .conn")) part.hidden = true;
    this.connection("");
    this.#fit();
  }

  /** Whether something else stands there than before. */
  #tick() {
    const place = this.#spine.querySelector(".tijd");
    const left = timeLeft(this.#closesAt, this.#now());
    const [number, word] = [left?.minutes ? String(left.minutes) : "", left?.word ?? ""];
    const [figure, sentence] = place.children;
    if (figure.textContent === number && sentence.textContent === word) return false;
    place.hidden = left === null;
    figure.textContent = number;
    sentence.textContent = word;
    return true;
  }

  #count(name, [count, word]) {
    const number = this.#spine.querySelector(`[data-count=${name}]`);
    number.textContent = String(count);
    number.nextElementSibling.textContent = word;
  }

  /** A long title takes the room of the question below it, and then of its own size; never of the code.
   *  A long word is set smaller before it is broken. */
  #fit() {
    const title = this.#spine.querySelector("h1");
    for (const tight of ["", "krap", "krap zeer"]) {
      this.#spine.className = `spine ${tight}`.trim();
      const whole = title.scrollWidth <= title.clientWidth + 1;
      if (whole && this.#spine.scrollHeight <= this.#spine.clientHeight + 1) return;
    }
  }
}

/** A number and its word, as the spine shows them. */
export function numbered(key, count = 0) {
  return [count, counted(key, count)];
}
