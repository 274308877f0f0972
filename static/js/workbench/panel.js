/** What stands beside the board: the chosen theme or contribution, the order, the history. */

import { dressPassageBeside, dressThemeBeside } from "./panel/beside.js";
import { addOlder, dressHistory, logRow } from "./panel/history.js";
import { dressOrder } from "./panel/order.js";
import { dressPairs, letDecide } from "./panel/pairs.js";
import { dressPassage, tellWhy } from "./panel/passage.js";
import { dressPieces } from "./panel/pieces.js";
import { dressTheme } from "./panel/theme.js";
import { clone, here, slot, words, write } from "./parts.js";

const REST_MS = 250;
const TABS = ["order", "history", "pairs"];

export class Panel {
  #beside = { kind: "nothing", id: null };
  #model = null;
  #element = null;
  #asking = null;
  #known = new Map();
  #turns = {};
  /** Called when something else stands here. */
  onShow = () => {};
  /** Called with what something was called and what was being typed about it, when it is gone. */
  onLost = () => {};

  constructor() {
    this.place = slot(document, "panel");
    this.tabs = document.querySelectorAll("[data-show]");
    letDecide(this.place);
    this.place.addEventListener("click", (event) => {
      const link = event.target.closest("[data-slot=older]");
      if (!link) return;
      event.preventDefault();
      this.#readOlder(link);
    });
  }

  get kind() {
    return this.#beside.kind;
  }

  get passage() {
    return this.#beside.kind === "passage" ? this.#beside.id : null;
  }

  get theme() {
    return this.#beside.kind === "theme" ? this.#beside.id : null;
  }

  /** Shows that: kind is nothing, theme, passage, order, pairs or history. */
  show(kind, id = null, { focus = false } = {}) {
    const same = kind === this.#beside.kind && id === this.#beside.id;
    this.#beside = { kind, id };
    if (!same || !this.#element) this.#make();
    for (const tab of this.tabs) {
      if (tab.dataset.show === (TABS.includes(kind) ? kind : "choice")) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    if (focus) this.#element.querySelector("h2").focus();
    if (!same) this.onShow(this.#beside);
  }

  /** Whether somebody typed something here that is not kept yet. */
  get dirty() {
    return this.#typed.length > 0;
  }

  get #typed() {
    const fields = this.place.querySelectorAll("[data-panel] :is(input[name=title], textarea)");
    return [...fields].filter((field) => field.value !== field.defaultValue).map((field) => field.value);
  }

  draw(model) {
    const first = this.#model === null;
    this.#model = model;
    if (first) this.#adopt();
    this.#dress();
  }

  /** The history and the neighbours may differ from what was read before. */
  stale() {
    this.#known.clear();
    if (this.#beside.kind === "history") this.#readHistory();
    if (this.#beside.kind === "passage") this.#readWhy();
    if (this.#beside.kind === "theme") this.#readTheme();
  }

  /** The page came with a panel drawn by the server: the same one, alive. */
  #adopt() {
    const drawn = this.place.querySelector("[data-panel]");
    const id = Number(drawn.dataset.themePanel || drawn.dataset.passagePanel) || null;
    this.show(drawn.dataset.panel, id);
  }

  #make() {
    const { kind, id } = this.#beside;
    this.#element = clone(`panel-${kind}`, id ?? "");
    this.place.replaceChildren(this.#element);
    if (this.#model) this.#dress();
    if (kind === "history") this.#readHistory();
    if (kind === "passage") this.#readWhy();
    if (kind === "theme") this.#readTheme();
  }

  /** Each section is a module of its own in panel/. */
  #dress() {
    const { kind, id } = this.#beside;
    const el = this.#element;
    if (kind === "order") return dressOrder(el, this.#model);
    if (kind === "pairs") return dressPairs(el, this.#model);
    if (kind !== "theme" && kind !== "passage") return undefined;
    const one = kind === "theme" ? this.#model.themes.find((theme) => theme.id === id) : this.#model.passages.get(id);
    if (!one) return this.#leave();
    if (kind === "theme") {
      dressThemeBeside(el, one, this.#model);
      return dressTheme(el, one, this.#model);
    }
    dressPassageBeside(el, one, this.#model);
    dressPieces(el, one);
    return dressPassage(el, one);
  }

  /** What stood here is gone, by somebody else's act or one's own; what was being typed about it is not. */
  #leave() {
    const typed = this.#typed;
    const title = slot(this.#element, "heading")?.textContent ?? slot(this.#element, "text").textContent;
    this.show("nothing");
    if (typed.length) this.onLost(title, typed.join(" / "));
  }

  #readWhy() {
    this.#readPulled();
    clearTimeout(this.#asking);
    const id = this.#beside.id;
    const known = this.#known.get(id);
    if (known) return tellWhy(this.#element, known);
    slot(this.#element, "looking").hidden = false;
    write(slot(this.#element, "looking"), words.looking);
    const newest = this.#turn("why");
    this.#asking = setTimeout(async () => {
      const why = await read(`why/${id}`);
      if (!newest()) return;
      if (why) this.#known.set(id, why);
      if (this.passage === id) tellWhy(this.#element, why);
    }, REST_MS);
    return undefined;
  }

  /** What happened to the theme, when somebody unfolds it: who, when, which proposal. */
  #readTheme() {
    const { id } = this.#beside;
    const fold = slot(this.#element, "theme-history");
    const tell = async () => {
      if (!fold.open) return;
      const answer = await read(`themes/${id}/history`);
      if (answer && this.theme === id) slot(fold, "theme-log").replaceChildren(...answer.lines.map(logRow));
    };
    fold.ontoggle = tell;
    tell();
  }

  /** Which words and whose sorting pulled the contribution to where it stands, when somebody unfolds it. */
  #readPulled() {
    const { id } = this.#beside;
    const fold = slot(this.#element, "pulled");
    const tell = async () => {
      if (!fold.open) return;
      const list = slot(fold, "pulled-list");
      if (!list.children.length) list.append(Object.assign(document.createElement("li"), { textContent: words.looking }));
      const lines = (await read(`explain/${id}`))?.lines ?? [words.lookFailed];
      if (this.passage !== id) return;
      list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    };
    fold.ontoggle = tell;
    tell();
  }

  async #readHistory() {
    const newest = this.#turn("history");
    const answer = await read("history");
    if (!answer || !newest() || this.#beside.kind !== "history") return;
    dressHistory(this.#element, answer);
  }

  /** Answers may come in another order than they were asked for: whether nothing newer of that name was asked. */
  #turn(name) {
    const mine = (this.#turns[name] ?? 0) + 1;
    this.#turns[name] = mine;
    return () => this.#turns[name] === mine;
  }

  /** What happened before what stands here; the first of it has the focus. */
  async #readOlder(link) {
    const answer = await read(`history?before=${link.dataset.before}`);
    if (!answer || this.#beside.kind !== "history" || !link.isConnected) return;
    addOlder(this.#element, answer);
    // The link moved down, or is gone: reading goes on where it was.
    const row = this.#element.querySelector(`[data-change="${answer.lines[0]?.change}"]`);
    row?.setAttribute("tabindex", "-1");
    row?.focus();
  }
}

async function read(path) {
  try {
    const response = await fetch(`${here}/${path}`, { headers: { Accept: "application/json" } });
    const answer = await response.json();
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}
