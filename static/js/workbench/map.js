/** The map: what is alike lies close together, and stays where it lies. The list beside it is the same in words. */

import { Cursor } from "./map_cursor.js";
import { Ink } from "./map_ink.js";
import { Names } from "./map_names.js";
import { Spots } from "./map_spots.js";
import { Stage } from "./map_stage.js";
import { fill, slot, words, write } from "./parts.js";

const REACH_PX = 14;
const LATER_SHARE = 1 / 3;
const REST_MS = 120;

export class ThemeMap {
  #shown = false;
  #model = null;
  #regions = [];
  #points = [];
  #seen = new Set();
  #frame = null;
  #laid = null;
  #rests = null;
  /** Whether a passage is chosen; which one stands beside the map. */
  isChosen = () => false;
  isOpen = () => false;
  /** Called with a passage, or a region ("theme:3"), that somebody wants to see; with a passage to choose. */
  onOpen = () => {};
  onRegion = () => {};
  onChoose = () => {};

  constructor() {
    this.place = slot(document, "map");
    const stage = slot(this.place, "stage");
    this.stage = new Stage(stage);
    this.spots = new Spots(this.place.dataset.spots, () => this.#dress());
    this.ink = new Ink(stage.querySelector("canvas"), stage.querySelector("svg"));
    this.names = new Names(slot(this.place, "names"));
    this.cursor = new Cursor(slot(this.place, "cursor"), this.stage);
    this.stage.onMove = () => this.#soon();
    this.stage.onPress = (x, y, event) => this.#press(x, y, event);
    this.stage.onHover = (where) => this.#hover(where);
    this.#listen(stage);
  }

  show(shown) {
    this.#shown = shown;
    this.place.hidden = !shown;
    if (shown && this.#model) this.draw(this.#model);
  }

  draw(model) {
    this.#model = model;
    if (!this.#shown) return;
    this.spots.want(model.passages.keys());
    this.#dress();
  }

  /** Something about what is chosen or open changed. */
  again() {
    if (this.#shown) this.#dress();
  }

  /** Whether that passage is to be seen here. */
  sees(id) {
    return this.#shown && this.#seen.has(id);
  }

  #dress() {
    if (!this.#shown || !this.#model) return;
    this.#regions = this.#regionsOf(this.#model);
    this.#points = this.#pointsOf(this.#model);
    this.#seen = new Set(this.#points.map((point) => point.id));
    this.names.dress(this.#regions);
    this.cursor.knows(this.#points);
    this.stage.holds(this.spots.bounds);
    const { later, size, failed, busy } = this.spots;
    slot(this.place, "waits").hidden = !busy && !failed;
    write(slot(this.place, "waits"), failed ? words.mapFailed : words.mapWaits);
    slot(this.place, "later").hidden = !later || later < size * LATER_SHARE;
    write(slot(this.place, "later-word"), fill(words.mapLater, { count: later }));
    this.#laid = null;
    this.#soon();
  }

  #regionsOf(model) {
    const kept = new Map(this.#regions.map((region) => [region.key, region]));
    const made = (key, one, title, position) => {
      const before = kept.get(key);
      const spots = one.shown.map((passage) => this.spots.of(passage.id)).filter(Boolean);
      const same = before?.spots.length === spots.length && spots.every((spot, place) => spot === before.spots[place]);
      return { key, title, position, support: one.all.length, spots, hulls: same ? before.hulls : null };
    };
    const themes = model.themes.map((theme) => made(`theme:${theme.id}`, theme, theme.title, theme.position));
    return [...themes, ...model.proposals.map((one) => made(`cluster:${one.id}`, one, one.words, null))];
  }

  #pointsOf(model) {
    const themes = new Map(model.themes.map((theme) => [theme.id, theme]));
    const additions = model.themes.flatMap((theme) => theme.additions?.shown ?? []);
    const parts = [...model.proposals, ...model.themes].flatMap((one) => one.shown);
    return [...model.loose, ...additions, ...parts].flatMap((passage) => {
      const spot = this.spots.of(passage.id);
      const state = this.isOpen(passage.id) ? "open" : this.isChosen(passage.id) ? "chosen" : "";
      const theme = themes.get(passage.theme);
      if (!spot) return [];
      return [{ id: passage.id, x: spot[0], y: spot[1], position: theme?.position ?? null, state, passage, theme }];
    });
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      if (!this.#shown) return;
      const { scale, x, y } = this.stage;
      const shifts = this.#laid?.scale === scale && (this.#laid.x !== x || this.#laid.y !== y);
      if (shifts) this.#shift(x - this.#laid.x, y - this.#laid.y);
      else this.#lay();
      this.ink.dots(this.#points, this.stage);
      this.cursor.lay();
    });
  }

  /** Names and outlines go along as one sheet while the map is pushed, and find their places when it rests. */
  #shift(across, down) {
    const moved = `translate(${across}px, ${down}px)`;
    this.names.place.style.setProperty("transform", moved);
    this.ink.svg.style.setProperty("transform", moved);
    clearTimeout(this.#rests);
    this.#rests = setTimeout(() => {
      this.#laid = null;
      this.#soon();
    }, REST_MS);
  }

  #lay() {
    const { scale, x, y } = this.stage;
    this.#laid = { scale, x, y };
    for (const sheet of [this.names.place, this.ink.svg]) sheet.style.removeProperty("transform");
    this.ink.outlines(this.#regions, this.stage);
    this.names.lay(this.#regions, this.stage);
  }

  #near(x, y) {
    let best = null;
    let least = REACH_PX;
    for (const point of this.#points) {
      const [a, b] = this.stage.at([point.x, point.y]);
      const away = Math.hypot(a - x, b - y);
      if (away <= least) [best, least] = [point, away];
    }
    return best;
  }

  #press(x, y, event) {
    const point = this.#near(x, y);
    if (!point) return;
    this.cursor.go(point, { focus: false });
    if (event.shiftKey || event.ctrlKey || event.metaKey) this.onChoose(point.id);
    else this.onOpen(point.id);
  }

  #hover(where) {
    const point = where && this.#near(...where);
    const tip = slot(this.place, "tip");
    tip.hidden = !point;
    if (!point) return;
    write(tip, point.passage.text);
    const [x, y] = this.stage.at([point.x, point.y]);
    tip.style.setProperty("transform", `translate(${Math.round(Math.min(x + 12, this.stage.width - 260))}px, ${Math.round(y + 14)}px)`);
  }

  #listen(stage) {
    slot(this.place, "names").addEventListener("click", (event) => {
      const name = event.target.closest("[data-region]");
      if (name) this.onRegion(name.dataset.region);
    });
    slot(this.place, "names").addEventListener("focusin", (event) => this.#reveal(event.target.dataset.region));
    stage.addEventListener("keydown", (event) => {
      if (event.target === this.cursor.button && this.#onCursor(event)) event.preventDefault();
      else this.stage.key(event);
    });
    slot(this.place, "larger").addEventListener("click", () => this.stage.enlarge(1.35));
    slot(this.place, "smaller").addEventListener("click", () => this.stage.enlarge(1 / 1.35));
    slot(this.place, "whole").addEventListener("click", () => this.stage.home());
    slot(this.place, "redraw")?.addEventListener("click", () => this.spots.redraw(this.place.dataset.redraw));
    // The file shows what is looked at: the lens stands in the address.
    for (const link of this.place.querySelectorAll("[data-map-file]")) {
      link.addEventListener("click", () => (link.search = location.search));
    }
    this.cursor.button.addEventListener("click", () => this.cursor.point && this.onOpen(this.cursor.point.id));
  }

  /** A name that has the focus is in view, and the passages after it begin with its own. */
  #reveal(key) {
    const region = this.#regions.find((each) => each.key === key);
    if (!region?.spots.length) return;
    const first = this.#points.find((point) => point.x === region.spots[0][0] && point.y === region.spots[0][1]);
    if (first) this.cursor.go(first, { focus: false });
    this.stage.reveal(region.spots[0]);
  }

  #onCursor(event) {
    if (event.key === " ") {
      this.onChoose(this.cursor.point?.id);
      return true;
    }
    return this.cursor.key(event);
  }
}
