/** Where passages lie. The server finds a place for what is new; what had one keeps it. */

import { post } from "./acts.js";

/** A hall that writes brings news all the time: a place is asked for some of it at once. */
const REST_MS = 4000;
const TRIES = 3;

export class Spots {
  #url;
  #changed;
  #spots = new Map();
  #asked = null;
  #tries = 0;
  #wanted = [];
  /** What is set aside lies nowhere. */
  #nowhere = new Set();
  later = 0;
  busy = false;
  failed = false;

  constructor(url, changed) {
    this.#url = url;
    this.#changed = changed;
  }

  get size() {
    return this.#spots.size;
  }

  of(id) {
    return this.#spots.get(id);
  }

  /** [left, top, right, bottom] of everything. */
  get bounds() {
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of this.#spots.values()) {
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], y);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], y);
    }
    return this.#spots.size ? bounds : [-1, -1, 1, 1];
  }

  /** These passages are to be seen: those without a place are asked for, in one question. */
  want(ids) {
    const wanted = [...ids].filter((id) => !this.#spots.has(id) && !this.#nowhere.has(id));
    if (this.#asked || this.#tries >= TRIES || !wanted.length) return;
    this.#wanted = wanted;
    this.busy = this.#spots.size === 0;
    this.#asked = setTimeout(() => this.#ask(), this.#spots.size ? REST_MS : 0);
  }

  /** Everything is laid anew. */
  async redraw(path) {
    this.#spots.clear();
    this.busy = true;
    this.#changed();
    this.#take(await post(path, []));
  }

  async #ask() {
    let answer = null;
    try {
      const response = await fetch(this.#url, { headers: { Accept: "application/json" } });
      answer = await response.json();
    } catch {
      answer = null;
    }
    this.#asked = null;
    this.#take(answer);
  }

  #take(answer) {
    this.busy = false;
    this.failed = !answer?.ok;
    this.#tries = this.failed ? this.#tries + 1 : 0;
    if (answer?.ok) {
      const fresh = new Map();
      for (const [id, spot] of Object.entries(answer.spots)) {
        const before = this.#spots.get(Number(id));
        fresh.set(Number(id), before && before[0] === spot[0] && before[1] === spot[1] ? before : spot);
      }
      this.#spots = fresh;
      for (const id of this.#wanted) if (!fresh.has(id)) this.#nowhere.add(id);
      this.later = answer.later;
    }
    this.#changed();
  }
}
