/** The newest and the warmest contributions, and a leaf for every one of them.

   Nothing moves under the reader's eye: a new card pushes the others down once, a warm card keeps its place
   and gives it up only to a warmer one. What does not fit is counted, never shrunk. */

import { leafField } from "./draw/leaves.js";
import { Column } from "./wall_column.js";
import { icon, inOrder, make } from "./wall_parts.js";
import { counted, say } from "./wall_words.js";

/** Between two arrivals, so that a card can be read before the next one comes. */
const ARRIVAL_MS = 1600;
/** Between two changes of place among the warmest. */
const WARMER_MS = 8000;
/** More arrivals than this do not fit anyway: the older of them are only counted. */
const MOST_WAITING = 6;

export class CardsView {
  #main;
  #newest;
  #warmest;
  #field = make("div", { class: "veld" });
  #cards = new Map();
  #levers = new Map();
  #order = [];
  #waiting = [];
  #arriving = null;
  #warming = null;
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.classList.add("cards");
    this.#newest = new Column(say("newest"), say("no-cards"), (id) => this.#content(id, false));
    this.#warmest = new Column(say("warmest"), say("no-hearts"), (id) => this.#content(id, true));
    main.replaceChildren(this.#newest.section, this.#warmest.section, this.#field);
  }

  draw(state) {
    const first = this.#order.length === 0;
    this.#levers = new Map(inOrder(state, "lever").map((lever) => [lever.key, lever]));
    this.#cards = new Map(inOrder(state, "contribution").map((card) => [card.id, card]));
    const known = new Set(this.#order);
    this.#order = this.#order.filter((id) => this.#cards.has(id));
    const arrived = [...this.#cards.keys()].filter((id) => !known.has(id)).sort((a, b) => a - b);
    this.#order.push(...arrived);
    this.#waiting = this.#waiting.filter((id) => this.#cards.has(id));
    if (!first) this.#waiting = [...this.#waiting, ...arrived].slice(-MOST_WAITING);
    this.#refresh();
    if (!first && this.#waiting.length > 0 && this.#arriving === null) this.#arrive();
    this.#warm();
    this.#drawField();
  }

  leave() {
    clearTimeout(this.#arriving);
    clearTimeout(this.#warming);
    this.#main.classList.remove("cards");
  }

  /** Cards that went away leave, changed words change in place, and room that came free is filled from below. */
  #refresh() {
    for (const column of [this.#newest, this.#warmest]) column.refresh((id) => this.#cards.has(id));
    const waiting = new Set(this.#waiting);
    const passed = this.#order.filter((id) => !waiting.has(id)).reverse();
    const from = passed.indexOf(this.#newest.last);
    this.#newest.fill(passed.slice(from + 1));
    this.#warmest.fill(this.#byWarmth().filter((id) => !this.#warmest.has(id)));
  }

  /** One at a time, gently. */
  #arrive() {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#arriving = null;
      return;
    }
    this.#newest.push(next);
    this.#arriving = setTimeout(() => this.#arrive(), ARRIVAL_MS);
  }

  /** The least warm card gives its place to a warmer one that is not shown, not too often. */
  #warm() {
    if (this.#warming !== null) return;
    const shown = this.#warmest.ids;
    const next = this.#byWarmth().find((id) => !shown.includes(id));
    if (next === undefined || shown.length === 0) return;
    const least = shown.reduce((a, b) => (this.#hearts(b) <= this.#hearts(a) ? b : a));
    if (this.#hearts(next) <= this.#hearts(least)) return;
    this.#warmest.replace(least, next);
    this.#warming = setTimeout(() => {
      this.#warming = null;
      this.#warm();
    }, WARMER_MS);
  }

  #hearts(id) {
    return this.#cards.get(id)?.hearts ?? 0;
  }

  #byWarmth() {
    const warm = this.#order.filter((id) => this.#hearts(id) > 0);
    return warm.sort((a, b) => this.#hearts(b) - this.#hearts(a) || a - b);
  }

  #content(id, warm) {
    const card = this.#cards.get(id);
    const table = card.table === null ? null : say("table", { number: card.table });
    const levers = card.levers.filter((key) => this.#levers.has(key)).map((key) => this.#levers.get(key));
    const hearts = make("span", { "aria-hidden": "true" }, icon("heart"), String(card.hearts));
    const spoken = make("span", { class: "visually-hidden" }, counted("hearts", card.hearts));
    const push = warm
      ? make("span", { class: "push num" }, hearts, spoken)
      : make("span", { class: "push" }, ...levers.map((lever) => icon(lever.icon, lever.name)));
    return [make("h3", { dir: "auto" }, card.text), make("p", {}, table, push)];
  }

  #drawField() {
    const colours = this.#order.map((id) => this.#levers.get(this.#cards.get(id).levers[0])?.petal.toLowerCase() ?? "");
    const drawn = colours.join(",");
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (colours.length === 0) this.#field.replaceChildren();
    else this.#field.replaceChildren(make("p", {}, counted("field", colours.length)), leafField(colours));
  }
}
