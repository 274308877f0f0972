/** Where one looks on the map: moved and enlarged by mouse, fingers and keys. Knows nothing of what is drawn. */

const PAD_PX = 76;
const STEP = 1.35;
const KEY_PX = 80;
const CLOSEST = 40;
const STILL_PX = 5;

export class Stage {
  #place;
  #pointers = new Map();
  #moved = 0;
  #bounds = [-1, -1, 1, 1];
  #home = true;
  /** Called when something else is to be seen. */
  onMove = () => {};
  /** Called with (x, y, event) of the place when somebody pressed it, and when the pointer rests on it. */
  onPress = () => {};
  onHover = () => {};

  constructor(place) {
    this.#place = place;
    this.scale = 1;
    this.x = this.y = 0;
    /** Pixels, known beforehand: asking the page in mid-movement makes it lay itself out anew. */
    this.width = place.clientWidth;
    this.height = place.clientHeight;
    place.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    place.addEventListener("pointerdown", (event) => this.#down(event));
    place.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) place.addEventListener(name, (event) => this.#up(event));
    place.addEventListener("pointerleave", () => this.onHover(null));
    new ResizeObserver(() => this.#measure()).observe(place);
  }

  at([x, y]) {
    return [this.x + this.scale * x, this.y + this.scale * y];
  }

  /** How much larger than the whole. */
  get zoom() {
    return this.scale / this.#whole();
  }

  /** The whole lies within [left, top, right, bottom]; it is shown when nobody looks at a part of it. */
  holds(bounds) {
    this.#bounds = bounds;
    if (this.#home) this.home();
  }

  /** Everything is to be seen. */
  home() {
    const [left, top, right, bottom] = this.#bounds;
    this.#home = true;
    this.scale = this.#whole();
    this.x = this.width / 2 - (this.scale * (left + right)) / 2;
    this.y = this.height / 2 - (this.scale * (top + bottom)) / 2;
    this.onMove();
  }

  enlarge(by, x = this.width / 2, y = this.height / 2) {
    const whole = this.#whole();
    const scale = Math.min(CLOSEST * whole, Math.max(whole / 2, this.scale * by));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.#home = false;
    this.onMove();
  }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.#home = false;
    this.onMove();
  }

  /** That spot is to be seen, with some room around it. */
  reveal(spot) {
    const [x, y] = this.at(spot);
    const over = (value, size) => Math.min(0, value - PAD_PX) + Math.max(0, value + PAD_PX - size);
    const [across, down] = [over(x, this.width), over(y, this.height)];
    if (across || down) this.pan(-across, -down);
  }

  /** Whether that key moved the map. */
  key(event) {
    const step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (step) this.pan(KEY_PX * step[0], KEY_PX * step[1]);
    else if (event.key === "+" || event.key === "=") this.enlarge(STEP);
    else if (event.key === "-") this.enlarge(1 / STEP);
    else if (event.key === "0") this.home();
    else return false;
    event.preventDefault();
    return true;
  }

  #measure() {
    this.width = this.#place.clientWidth;
    this.height = this.#place.clientHeight;
    if (this.#home) this.home();
    else this.onMove();
  }

  #whole() {
    const [left, top, right, bottom] = this.#bounds;
    const room = (size) => Math.max(60, size - 2 * PAD_PX);
    const fits = Math.min(room(this.width) / Math.max(right - left, 1e-6), room(this.height) / Math.max(bottom - top, 1e-6));
    return Math.min(fits, 600);
  }

  #where(event) {
    const box = this.#place.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #wheel(event) {
    event.preventDefault();
    this.enlarge(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...this.#where(event));
  }

  #down(event) {
    if (event.button !== 0 || event.target.closest("button")) return;
    if (!this.#pointers.size) this.#moved = 0;
    this.#pointers.set(event.pointerId, this.#where(event));
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    const now = this.#where(event);
    if (!before) {
      this.onHover(event.target.closest("button") ? null : now);
      return;
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.#moved > STILL_PX) this.#place.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, now);
    if (other) this.#pinch(before, now, other);
    else if (this.#moved > STILL_PX) this.pan(now[0] - before[0], now[1] - before[1]);
  }

  #pinch(before, now, other) {
    const apart = (spot) => Math.max(1, Math.hypot(spot[0] - other[0], spot[1] - other[1]));
    this.enlarge(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #up(event) {
    if (!this.#pointers.delete(event.pointerId) || event.type === "pointercancel") return;
    if (this.#moved <= STILL_PX && !this.#pointers.size) this.onPress(...this.#where(event), event);
  }
}
