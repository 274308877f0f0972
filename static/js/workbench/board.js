/** Draws the board and keeps it drawn: one element per theme and proposal, and per passage that is drawn (one per theme
    where it is in several), for as long as it lives. So what is typed, chosen and focused stays, whoever else works. The outline and the list
    beside the map are the same blocks, nested. */

import { dressGroup, dressProposal, dressProposals, dressRest, dressTheme, makeBlock } from "./blocks.js";
import { describe, dressMark } from "./doubt.js";
import { layBricks, nest } from "./shapes.js";
import { isOn } from "./model.js";
import { arrange, clone, fill, slot, words, write } from "./parts.js";
import { FEW, MANY, MOST, Windows } from "./windows.js";

export class Board {
  #blocks = new Map();
  #cards = new Map();
  #copies = 0;
  #windows = new Windows();
  #drawn = new Map();
  #lens;
  #wanted = null;
  #view = "board";
  /** Called with a text that was being typed where the proposal went away. */
  onOrphan = () => {};
  /** Called after every drawing, with the card elements by passage. */
  onDrawn = () => {};

  constructor() {
    this.place = slot(document, "board");
    this.home = this.place.parentElement;
    this.looseList = slot(document, "loose");
    this.looseMore = slot(document, "loose-more");
    this.model = null;
    this.#adopt();
    new ResizeObserver(() => this.#lay()).observe(this.place);
    for (const place of [this.place, this.looseMore]) place.addEventListener("click", (event) => this.#toggle(event));
    // What is unfolded is higher. A toggle does not bubble.
    this.place.addEventListener("toggle", () => this.#lay(), true);
    document.fonts?.ready.then(() => this.#lay());
    for (const [name, on] of [["beforeprint", true], ["afterprint", false]]) {
      addEventListener(name, () => this.#print(on));
    }
  }

  /** Draws as "board", as "outline", or as the list beside the "map", in that place of the page. */
  showAs(view, place) {
    this.#view = view;
    this.place.classList.toggle("metselwerk", view === "board");
    this.place.classList.toggle("inhoud", view !== "board");
    if (this.place.parentElement !== place) place.append(this.place);
    this.#drawn.clear();
    if (this.model) this.draw(this.model, this.#lens);
  }

  /** The first card of that passage, wherever it is; undefined when none is drawn. */
  card(id) {
    return this.#cards.get(id)?.find((card) => card.isConnected);
  }

  /** The block of "theme:3" or "cluster:4"; undefined when there is none. */
  block(key) {
    return this.#blocks.get(key);
  }

  /** Every card of that passage is chosen or not, also what is not drawn now: it may come back. */
  tick(id, on) {
    for (const card of this.#cards.get(id) ?? []) {
      const box = card.querySelector("input.tik");
      if (box) box.checked = on;
    }
  }

  /** After the next drawing, the first of these that is there has the focus: card ids, "theme:3". */
  focusNext(...wanted) {
    this.#wanted = wanted;
  }

  /** As focusNext, but at once when it is there already: news can be faster than an answer. */
  focusSoon(...wanted) {
    this.focusNext(...wanted);
    this.#focus(document.activeElement);
  }

  draw(model, lens) {
    this.model = model;
    this.#lens = lens;
    const before = document.activeElement;
    const where = before?.closest?.("[data-passage]")?.dataset.passage;
    const wanted = this.#wantedBlocks(model);
    for (const [key, dress, item] of wanted) {
      if (!this.#blocks.has(key)) this.#blocks.set(key, makeBlock(key));
      if (!this.#same(key, item)) dress(this.#blocks.get(key), item);
    }
    this.#forget(new Set(wanted.map(([key]) => key)));
    const keys = wanted.map(([key]) => key);
    if (this.#view === "board") arrange(this.place, keys.map((key) => this.#blocks.get(key)));
    else nest(this.place, keys, this.#blocks);
    this.#drawLoose(model);
    for (const [id, cards] of this.#cards) this.#keep(id, cards, model.passages.get(id));
    this.#rove();
    this.#lay();
    this.#focus(before, where);
    this.onDrawn();
  }

  /** What the lens shows of "theme:3", "cluster:4" or "loose" is drawn, as much as a page bears; answers the ids. */
  openAll(key) {
    const [kind, id] = key.split(":");
    const one = { theme: this.model.themes, cluster: this.model.proposals }[kind]?.find((each) => each.id === Number(id));
    const passages = kind === "loose" ? this.model.loose : (one?.shown ?? []);
    this.#windows.whole(key);
    this.#drawn.delete(key);
    this.draw(this.model, this.#lens);
    return passages.slice(0, MOST).map((passage) => passage.id);
  }

  /** What a block shows of a list: its cards, as many as its window is wide. */
  members(el, key, passages) {
    const shown = this.#windows.of(key, passages, this.#few, slot(el, "more"));
    this.cards(slot(el, "members"), shown);
  }

  cards(list, passages) {
    const wanted = passages.map((passage) => this.#card(passage, list));
    const kept = new Set(wanted);
    for (const card of [...list.children]) if (!kept.has(card)) card.remove();
    arrange(list, wanted);
  }

  /** Whether a lens is on. */
  get filtered() {
    return isOn(this.#lens);
  }

  count(one) {
    if (!isOn(this.#lens)) return one.all.length;
    return fill(words.filtered, { shown: one.shown.length, count: one.all.length });
  }

  /** Beside the map there is room for names alone. */
  get #few() {
    return this.#view === "map" ? 0 : FEW;
  }

  /** What the server drew lives on: nobody loses a choice or a letter because the script came later. */
  #adopt() {
    for (const block of this.place.querySelectorAll("[data-theme], [data-cluster], [data-group], [data-proposals]")) {
      const { theme, cluster, group } = block.dataset;
      const key = theme ? `theme:${theme}` : cluster ? `cluster:${cluster}` : group ? `group:${group}` : "proposals";
      this.#blocks.set(key, block);
    }
    for (const card of document.querySelectorAll(".card[data-passage]")) {
      const id = Number(card.dataset.passage);
      this.#cards.set(id, [...(this.#cards.get(id) ?? []), card]);
    }
  }

  #wantedBlocks(model) {
    const blocks = [];
    for (const { group, themes } of model.sections) {
      if (group) blocks.push([`group:${group.id}`, dressGroup, group]);
      else if (themes.length) blocks.push(["group:0", dressRest, model]);
      for (const theme of themes) blocks.push([`theme:${theme.id}`, (el) => dressTheme(el, theme, this), theme]);
    }
    if (model.proposals.length) {
      blocks.push(["proposals", (el) => dressProposals(el, model, this), model]);
    }
    for (const one of model.proposals) blocks.push([`cluster:${one.id}`, (el) => dressProposal(el, one, this, model.passages), one]);
    return blocks;
  }

  /** Whether that block shows this already: with thousands of contributions most of them do, at every piece of
      news. Fields that are being typed in are no part of it. */
  #same(key, item) {
    if (!key.startsWith("theme:") && !key.startsWith("cluster:")) return false;
    const members = (list) => list?.flatMap((passage) => [passage.source, passage.alike.length]) ?? [];
    const now = [item.source, item.additions?.source, isOn(this.#lens), item.all.length];
    now.push(...members(item.shown), null, ...members(item.additions?.shown));
    const before = this.#drawn.get(key);
    this.#drawn.set(key, now);
    return before?.length === now.length && before.every((each, place) => each === now[place]);
  }

  #drawLoose(model) {
    this.cards(this.looseList, this.#windows.of("loose", model.loose, MANY, this.looseMore));
    write(slot(document, "loose-count"), this.count({ shown: model.loose, all: { length: model.figures.loose } }));
    const none = slot(document, "loose-none");
    none.hidden = model.loose.length > 0;
    write(none, isOn(this.#lens) ? words.noMatch : model.passages.size ? words.allPlaced : words.nothingYet);
  }

  /** Its card in that list: the one that is there, else one that is in none of its themes, else a new one. So what
      is in one theme at most keeps its element wherever it goes. */
  #card(passage, list) {
    const cards = this.#cards.get(passage.id) ?? [];
    const there = cards.find((each) => each.parentElement === list);
    const card = there ?? cards.find((each) => !isHome(each, passage)) ?? this.#newCard(passage.id, cards);
    const text = slot(card, "text");
    if (text.textContent !== passage.text) {
      text.textContent = passage.text;
      text.lang = passage.language === document.documentElement.lang ? "" : passage.language;
      if (!text.lang) text.removeAttribute("lang");
      slot(card, "grip")?.setAttribute("aria-label", fill(words.moveOne, { text: passage.text }));
    }
    slot(card, "alike").hidden = !passage.alike.length;
    slot(card, "tied").hidden = !passage.twins.length;
    dressMark(card, passage);
    describe(card);
    return card;
  }

  #newCard(id, others) {
    const card = clone("card", id);
    if (others.length) {
      this.#copies += 1;
      rename(card, `p${id}`, `p${id}-copy${this.#copies}`);
      const [box, same] = [card, others[0]].map((each) => each.querySelector("input.tik"));
      if (box) box.checked = same.checked;
    }
    this.#cards.set(id, [...others, card]);
    return card;
  }

  #forget(seen) {
    for (const [key, block] of this.#blocks) {
      if (seen.has(key)) continue;
      const field = block.querySelector("input[name=title]:not([type=hidden])");
      if (field && !field.form.dataset.sent && field.value !== field.defaultValue) this.onOrphan(field.value);
      this.#blocks.delete(key);
      this.#drawn.delete(key);
      this.#windows.forget(key);
    }
  }

  /** No more cards than themes that it is in; none of what is gone. */
  #keep(id, cards, passage) {
    const most = passage ? Math.max(1, passage.themes.length) : 0;
    if (cards.length <= most) return;
    const drawn = [...cards].sort((one, other) => other.isConnected - one.isConnected);
    for (const card of drawn.slice(most)) card.remove();
    if (most) this.#cards.set(id, drawn.slice(0, most));
    else this.#cards.delete(id);
  }

  #toggle(event) {
    const more = event.target.closest("[data-slot=more], [data-slot=loose-more]");
    if (!more) return;
    this.#windows.press(more, more === this.looseMore ? MANY : this.#few);
    this.#drawn.delete(more.dataset.key);
    this.draw(this.model, this.#lens);
  }

  #print(on) {
    if (!this.model) return;
    this.#windows.all(on);
    this.#drawn.clear();
    this.draw(this.model, this.#lens);
  }

  /** One stop for the tab key per list; the arrows do the rest. */
  #rove() {
    for (const list of [this.looseList, ...this.place.querySelectorAll("ul")]) {
      const cards = [...list.children].filter((card) => card.dataset.passage);
      const held = cards.find((card) => card.contains(document.activeElement)) ?? cards.find(isStop) ?? cards[0];
      for (const card of cards) setStop(card, card === held);
    }
  }

  #lay() {
    if (this.#view === "board") layBricks(this.place);
  }

  #focus(before, where) {
    if (this.#wanted) {
      const found = this.#wanted.map((each) => this.#focusable(each)).find(Boolean);
      if (found) {
        this.#wanted = null;
        found.focus({ preventScroll: false });
        return;
      }
    }
    if (document.activeElement === before || before === document.body || !before) return;
    const again = before.isConnected ? before : where && this.#focusable(Number(where));
    again?.focus({ preventScroll: true });
  }

  #focusable(wanted) {
    if (typeof wanted === "string") return this.#blocks.get(wanted);
    return this.card(wanted)?.querySelector("input, a");
  }
}

/** What in the card is called `before`, and points to it, is called `now`. */
function rename(card, before, now) {
  for (const each of card.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(before, now));
    }
  }
}

/** Whether this card stands in a theme that the passage is in. */
function isHome(card, passage) {
  const list = card.isConnected && card.closest("[data-slot=members]");
  return Boolean(list) && passage.themes.includes(themeOf(card));
}

/** The theme that this card is a member of, or null. */
export function themeOf(card) {
  return Number(card.closest("[data-slot=members]")?.closest("section[data-theme]")?.dataset.theme) || null;
}

/** Whether the tab key stops at this card. */
function isStop(card) {
  return card.querySelector("input, a")?.tabIndex === 0;
}

export function setStop(card, stop) {
  for (const each of card.querySelectorAll("input, a")) if (each.tabIndex !== (stop ? 0 : -1)) each.tabIndex = stop ? 0 : -1;
}
