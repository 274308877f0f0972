/** The passage that the keyboard stands on: one stop for the tab key; the arrows walk along the neighbours. */

import { write } from "./parts.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Cursor {
  #stage;
  #points = [];
  point = null;

  constructor(button, stage) {
    this.button = button;
    this.#stage = stage;
    button.addEventListener("focus", () => this.point && this.#stage.reveal([this.point.x, this.point.y]));
  }

  knows(points) {
    this.#points = points;
    this.point = points.find((point) => point.id === this.point?.id) ?? points[0] ?? null;
    this.#say();
  }

  go(point, { focus = true } = {}) {
    this.point = point;
    this.#say();
    this.#stage.reveal([point.x, point.y]);
    if (focus) this.button.focus({ preventScroll: true });
    this.lay();
  }

  /** Whether that key was an arrow that led somewhere. */
  key(event) {
    const way = ARROWS[event.key];
    if (!way || !this.point || event.ctrlKey || event.metaKey || event.altKey) return false;
    const next = this.#towards(way);
    if (next) this.go(next);
    return true;
  }

  lay() {
    this.button.hidden = !this.point;
    if (!this.point) return;
    const [x, y] = this.#stage.at([this.point.x, this.point.y]);
    this.button.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -50%)`);
  }

  /** The nearest in that direction: far aside counts double. */
  #towards([across, down]) {
    let best = null;
    let least = Infinity;
    for (const point of this.#points) {
      const [x, y] = [point.x - this.point.x, point.y - this.point.y];
      const ahead = x * across + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * across);
      if (ahead <= 0 || aside > 2 * ahead) continue;
      const away = ahead + 2 * aside;
      if (away < least) [best, least] = [point, away];
    }
    return best;
  }

  #say() {
    const said = this.point ? [this.point.passage.text, this.point.theme?.title].filter(Boolean).join(". ") : "";
    write(this.button.firstElementChild, said);
  }
}
