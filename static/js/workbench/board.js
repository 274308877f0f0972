/** Draws the board and keeps it drawn: one element per theme, proposal and passage, for as long as it lives. So what
    is typed, chosen and focused stays, whoever else works. */

import { isOn, isUnsharp } from "./model.js";
import { arrange, clone, fill, offer, slot, words, write } from "./parts.js";

const FEW = 6;
const ROW_PX = 4;
const GAP_PX = 20;

export class Board {
  #blocks = new Map();
  #cards = new Map();
  #open = new Set();
  #lens;
  #wanted = null;
  /** Called with a text that was being typed where the proposal went away. */
  onOrphan = () => {};

  constructor() {
    this.place = slot(document, "board");
    this.looseList = slot(document, "loose");
    this.model = null;
    this.place.classList.add("metselwerk");
    this.#adopt();
    new ResizeObserver(() => this.#lay()).observe(this.place);
    this.place.addEventListener("click", (event) => this.#toggle(event));
    document.fonts?.ready.then(() => this.#lay());
  }

  /** The card of that passage, wherever it is; undefined when it is not drawn. */
  card(id) {
    const card = this.#cards.get(id);
    return card?.isConnected ? card : undefined;
  }

  /** The card of that passage is not chosen, also when it is not drawn now: it may come back. */
  release(id) {
    const box = this.#cards.get(id)?.querySelector("input.tik");
    if (box) box.checked = false;
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
    const seen = new Set();
    const list = this.#wantedBlocks(model).map(([key, make, dress]) => {
      seen.add(key);
      if (!this.#blocks.has(key)) this.#blocks.set(key, make());
      const block = this.#blocks.get(key);
      dress(block);
      return block;
    });
    this.#forget(seen);
    arrange(this.place, list);
    this.#drawLoose(model);
    for (const [id, card] of this.#cards) if (!model.passages.has(id)) this.#drop(id, card);
    this.#rove();
    this.#lay();
    this.#focus(before, where);
  }

  /** What the server drew lives on: nobody loses a choice or a letter because the script came later. */
  #adopt() {
    for (const block of this.place.children) {
      const { theme, cluster, group } = block.dataset;
      const key = theme ? `theme:${theme}` : cluster ? `cluster:${cluster}` : group ? `group:${group}` : "proposals";
      this.#blocks.set(key, block);
    }
    for (const card of document.querySelectorAll(".card[data-passage]")) {
      this.#cards.set(Number(card.dataset.passage), card);
    }
  }

  #wantedBlocks(model) {
    const blocks = [];
    for (const { group, themes } of model.sections) {
      if (group) blocks.push([`group:${group.id}`, () => clone("group", group.id), (el) => dressGroup(el, group)]);
      else if (themes.length) blocks.push(["group:0", () => clone("rest"), (el) => dressRest(el, model)]);
      for (const theme of themes) {
        const make = () => clone("theme", theme.id);
        blocks.push([`theme:${theme.id}`, make, (el) => this.#dressTheme(el, theme)]);
      }
    }
    if (model.proposals.length) {
      const count = (el) => write(slot(el, "proposal-count"), model.proposals.length);
      blocks.push(["proposals", () => clone("proposals"), count]);
    }
    for (const cluster of model.proposals) {
      const make = () => clone("proposal", cluster.id);
      blocks.push([`cluster:${cluster.id}`, make, (el) => this.#dressProposal(el, cluster)]);
    }
    return blocks;
  }

  #dressTheme(el, theme) {
    write(slot(el, "rank"), theme.rank ?? "");
    write(slot(el, "title"), theme.title);
    write(slot(el, "count"), this.#count(theme));
    const name = theme.decided_by_name;
    write(slot(el, "by"), name ? fill(words.decidedBy, { name }) : words.decided);
    slot(el, "edit").setAttribute("aria-label", fill(words.edit, { title: theme.title }));
    const description = slot(el, "description");
    description.hidden = !theme.description;
    write(description, theme.description);
    dressLevel(slot(el, "level"), theme.level);
    slot(el, "unsharp").hidden = !isUnsharp(theme, words.advice);
    this.#members(el, `theme:${theme.id}`, theme.shown);
    this.#dressAdditions(slot(el, "additions"), theme.additions);
  }

  #dressAdditions(el, cluster) {
    el.hidden = !cluster;
    const count = cluster?.all.length ?? 0;
    write(slot(el, "additions-word"), count === 1 ? words.oneMore : fill(words.moreProposed, { count }));
    const field = slot(el, "cluster-id");
    if (field) field.value = cluster?.id ?? "";
    arrange(slot(el, "additions-list"), (cluster?.shown ?? []).map((passage) => this.#card(passage)));
  }

  #dressProposal(el, cluster) {
    write(slot(el, "words"), cluster.words);
    write(slot(el, "count"), this.#count(cluster));
    const field = el.querySelector("input[name=title]");
    if (field) offer(field, cluster.words.slice(0, 120));
    this.#members(el, `cluster:${cluster.id}`, cluster.shown);
  }

  #members(el, key, passages) {
    const open = this.#open.has(key) || passages.length <= FEW + 1;
    const shown = open ? passages : passages.slice(0, FEW);
    arrange(slot(el, "members"), shown.map((passage) => this.#card(passage)));
    for (const passage of passages.slice(shown.length)) this.#cards.get(passage.id)?.remove();
    const more = slot(el, "more");
    more.hidden = passages.length <= FEW + 1;
    more.dataset.key = key;
    more.setAttribute("aria-expanded", String(open));
    write(more, open ? words.showFew : fill(words.showMore, { count: passages.length - shown.length }));
  }

  #drawLoose(model) {
    arrange(this.looseList, model.loose.map((passage) => this.#card(passage)));
    write(slot(document, "loose-count"), this.#count({ shown: model.loose, all: { length: model.figures.loose } }));
    const none = slot(document, "loose-none");
    none.hidden = model.loose.length > 0;
    write(none, isOn(this.#lens) ? words.noMatch : model.passages.size ? words.allPlaced : words.nothingYet);
  }

  #card(passage) {
    let card = this.#cards.get(passage.id);
    if (!card) {
      card = clone("card", passage.id);
      this.#cards.set(passage.id, card);
    }
    const text = slot(card, "text");
    if (text.textContent !== passage.text) {
      text.textContent = passage.text;
      text.lang = passage.language === document.documentElement.lang ? "" : passage.language;
      if (!text.lang) text.removeAttribute("lang");
      slot(card, "grip")?.setAttribute("aria-label", fill(words.moveOne, { text: passage.text }));
    }
    return card;
  }

  #count(one) {
    if (!isOn(this.#lens)) return one.all.length;
    return fill(words.filtered, { shown: one.shown.length, count: one.all.length });
  }

  #forget(seen) {
    for (const [key, block] of this.#blocks) {
      if (seen.has(key)) continue;
      const field = block.querySelector("input[name=title]");
      if (field && !field.form.dataset.sent && field.value !== field.defaultValue) this.onOrphan(field.value);
      this.#blocks.delete(key);
      this.#open.delete(key);
    }
  }

  #drop(id, card) {
    card.remove();
    this.#cards.delete(id);
  }

  #toggle(event) {
    const more = event.target.closest("[data-slot=more]");
    if (!more) return;
    if (!this.#open.delete(more.dataset.key)) this.#open.add(more.dataset.key);
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

  /** Themes of different heights close up, in the order in which they are read. */
  #lay() {
    const blocks = [...this.place.children];
    const heights = blocks.map((block) => (block.querySelector(":scope > h2.visually-hidden") ? 0 : block.offsetHeight));
    blocks.forEach((block, place) => {
      const rows = heights[place] ? Math.ceil((heights[place] + GAP_PX) / ROW_PX) : 1;
      block.style.setProperty("grid-row-end", `span ${rows}`);
    });
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

/** Whether the tab key stops at this card. */
function isStop(card) {
  return card.querySelector("input, a")?.tabIndex === 0;
}

export function setStop(card, stop) {
  for (const each of card.querySelectorAll("input, a")) each.tabIndex = stop ? 0 : -1;
}

function dressGroup(el, group) {
  write(slot(el, "title"), group.title);
  write(slot(el, "title-again"), group.title);
  const description = slot(el, "group-description");
  description.hidden = !group.description;
  write(description, group.description);
  const field = el.querySelector("input[name=title]");
  if (!field) return;
  const seen = el.querySelector("input[name=seen_title]");
  if (field.value === field.defaultValue) seen.value = group.title;
  offer(field, group.title);
  offer(el.querySelector("textarea"), group.description);
}

function dressRest(el, model) {
  const title = el.querySelector("h2");
  title.classList.toggle("visually-hidden", !model.groups.length);
  write(title, model.groups.length ? words.noGroup : words.themes);
}

function dressLevel(el, level) {
  if (!el) return;
  const marked = [...el.children].map((each) => {
    each.hidden = each.dataset.level !== level;
    return !each.hidden;
  });
  el.hidden = !marked.includes(true);
}
