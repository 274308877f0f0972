/** Choosing passages and moving them: one way for the menu, the keys and the hand that drags. */

import { act } from "./acts.js";
import { themeOf } from "./board.js";
import { clone, contributions, fill, slot, words, write } from "./parts.js";

export class Choice {
  #board;
  #ids = new Set();
  #last = null;
  #bar = document.getElementById("sort");
  #dialog = document.getElementById("move");
  #moving = [];
  #from = new Map();
  /** Called with the passage that was chosen or looked at last. */
  onLook = () => {};
  /** Called when something else is chosen. */
  onChange = () => {};
  /** Whether a passage without a card is to be seen all the same. */
  sees = () => false;

  constructor(board) {
    this.#board = board;
    document.addEventListener("change", (event) => this.#changed(event));
    document.addEventListener("click", (event) => this.#clicked(event));
    slot(this.#bar, "move-chosen").addEventListener("click", () => this.ask());
    slot(this.#bar, "theme-of-chosen").addEventListener("click", () => this.ask({ fresh: true }));
    slot(this.#bar, "clear").addEventListener("click", () => this.clear());
    const find = this.#dialog.querySelector("#move-find");
    find.addEventListener("input", () => this.#drawTargets(find.value));
    slot(this.#dialog, "new").addEventListener("submit", (event) => this.#makeNew(event));
    slot(this.#dialog, "targets").addEventListener("click", (event) => {
      const target = event.target.closest("[data-target]");
      if (target) this.#answer(Number(target.dataset.target));
    });
    for (const box of document.querySelectorAll(".card input.tik:checked")) {
      this.#ids.add(this.hold(box.closest("[data-passage]")));
    }
    this.draw();
  }

  /** The chosen passages, in the order of the board. */
  get ids() {
    return [...this.#ids].filter((id) => this.#isSeen(id));
  }

  has(id) {
    return this.#ids.has(id);
  }

  clear() {
    const first = this.ids[0];
    for (const id of [...this.#ids]) this.#mark(id, false);
    this.draw();
    this.#board.card(first)?.querySelector("input").focus();
  }

  /** What is not to be seen on the board is not chosen any more: nobody moves what they do not see. */
  draw() {
    for (const id of [...this.#ids]) {
      if (this.#isSeen(id)) continue;
      this.#board.tick(id, false);
      this.#ids.delete(id);
    }
    const count = this.#ids.size;
    this.#bar.classList.toggle("leeg", count === 0);
    write(slot(this.#bar, "chosen"), count === 1 ? words.chosenOne : count ? fill(words.chosenMany, { count }) : "");
    this.onChange();
  }

  #isSeen(id) {
    return Boolean(this.#board.card(id)) || this.sees(id);
  }

  /** What moves with this card leaves the theme that the card stands in; answers its passage. */
  hold(card) {
    const id = Number(card.dataset.passage);
    this.#from.set(id, themeOf(card));
    return id;
  }

  choose(id, on = true) {
    this.#mark(id, on);
    this.#last = id;
    this.draw();
  }

  /** Everything in "theme:3", "cluster:4" or "loose" that the lens shows is chosen. */
  chooseAll(key) {
    const [kind, theme] = key.split(":");
    for (const id of this.#board.openAll(key)) {
      this.#mark(id, true);
      if (kind === "theme") this.#from.set(id, Number(theme));
    }
    this.draw();
  }

  /** Opens the menu for these passages, or for what is chosen. */
  ask({ ids = this.ids, fresh = false } = {}) {
    if (!ids.length || !this.#board.model) return;
    this.#moving = ids;
    const first = this.#board.model.passages.get(ids[0]);
    write(slot(this.#dialog, "what"), ids.length === 1 ? first.text : contributions(ids.length));
    const find = this.#dialog.querySelector("#move-find");
    const title = this.#dialog.querySelector("#move-new");
    find.value = title.value = "";
    this.#drawTargets("");
    this.#dialog.showModal();
    (fresh ? title : find).focus();
  }

  /** Opens the menu for what is chosen when this card is, else for this card. */
  askAt(card) {
    const id = this.hold(card);
    this.ask({ ids: this.has(id) ? this.ids : [id] });
  }

  /** Moves passages to a theme's id, to 0 (not placed) or into a new theme {title}. */
  async move(ids, target) {
    this.#board.focusNext(...this.#besides(ids), ids[0]);
    let [answer, into, said] = [null, target, null];
    for (const [leaving, some] of this.#leaving(ids)) {
      answer = await (typeof into === "object" ? this.#into(into, some, leaving) : this.#to(into, some, leaving, said));
      if (!answer) break;
      for (const id of some) this.#mark(id, false);
      if (typeof into === "object") [into, said] = [answer.theme, words.made];
    }
    this.draw();
    return answer;
  }

  async #into({ title }, ids, leaving) {
    const seen = this.#seen(ids, leaving);
    const [only] = seen;
    const splits = seen.length === 1 && only !== 0;
    const fields = [...fieldsOf(ids, seen), ["title", title]];
    if (splits) fields.push(["theme_id", only]);
    const answer = await act(splits ? "split" : "make", fields, words.made);
    if (answer) this.#board.focusSoon(`theme:${answer.theme}`);
    return answer;
  }

  #to(target, ids, leaving, said) {
    const title = this.#board.model.themes.find((theme) => theme.id === target)?.title;
    const fields = [...fieldsOf(ids, this.#seen(ids, leaving)), ["theme_id", target]];
    if (leaving) fields.push(["leaving", leaving]);
    const stays = leaving && ids.some((id) => this.#board.model.passages.get(id)?.themes.length > 1);
    const out = stays ? words.saved : words.movedOut;
    return act("move", fields, said ?? (target ? fill(words.movedTo, { title }) : out));
  }

  /** [theme, passages]: where a contribution may be in several themes it leaves the one in which somebody took hold
      of it, and the others keep it. One act for all, unless what is in several was taken from different ones. */
  #leaving(ids) {
    const { analysis, passages } = this.#board.model;
    if (!analysis.several) return [[null, ids]];
    const homes = (id) => passages.get(id)?.themes ?? [];
    const from = (id) => (homes(id).includes(this.#from.get(id)) ? this.#from.get(id) : (homes(id)[0] ?? null));
    if (new Set(ids.map(from)).size === 1) return [[from(ids[0]), ids]];
    const found = new Map();
    for (const id of ids) {
      const theme = homes(id).length > 1 ? from(id) : null;
      found.set(theme, [...(found.get(theme) ?? []), id]);
    }
    return [...found];
  }

  /** The themes in which the person saw them, 0 for none. */
  #seen(ids, leaving) {
    return leaving ? [leaving] : [...new Set(ids.map((id) => this.#board.model.passages.get(id)?.theme ?? 0))];
  }

  /** The neighbours of what leaves: the next that stays in that list, else the one before. */
  #besides(ids) {
    const card = this.#board.card(ids[0]);
    if (!card) return [];
    const stays = (each) => each.dataset.passage && !ids.includes(Number(each.dataset.passage));
    const all = [...card.parentElement.children];
    const place = all.indexOf(card);
    const after = all.slice(place + 1).find(stays);
    const before = all.slice(0, place).reverse().find(stays);
    return [after, before].filter(Boolean).map((each) => Number(each.dataset.passage));
  }

  #drawTargets(typed) {
    const model = this.#board.model;
    const said = typed.trim().toLocaleLowerCase();
    const places = [{ id: 0, title: words.unplaced, all: { length: model.figures.all - model.figures.decided } }, ...model.themes];
    const rows = places.filter((each) => each.title.toLocaleLowerCase().includes(said)).map((each) => {
      const row = clone("target");
      row.querySelector("button").dataset.target = each.id;
      write(slot(row, "title"), each.title);
      write(slot(row, "count"), each.all.length);
      return row;
    });
    slot(this.#dialog, "targets").replaceChildren(...rows);
  }

  #answer(target) {
    this.#dialog.close();
    this.move(this.#moving, target);
  }

  async #makeNew(event) {
    event.preventDefault();
    const title = this.#dialog.querySelector("#move-new");
    const answer = await this.move(this.#moving, { title: title.value });
    // Refused: what was typed stays where it stands.
    if (answer) this.#dialog.close();
    else title.focus();
    if (answer) this.#board.focusSoon(`theme:${answer.theme}`);
  }

  #mark(id, on) {
    this.#board.tick(id, on);
    if (on) this.#ids.add(id);
    else this.#ids.delete(id);
  }

  #changed(event) {
    const card = event.target.matches("input.tik") && event.target.closest("[data-passage]");
    if (!card) return;
    const id = this.hold(card);
    this.choose(id, event.target.checked);
    if (event.target.checked) this.onLook(id);
  }

  #clicked(event) {
    const card = event.target.closest?.("[data-passage]");
    if (!card) return;
    const id = Number(card.dataset.passage);
    if (event.target.closest("[data-slot=grip]")) {
      event.preventDefault();
      this.askAt(card);
    } else if (event.shiftKey && this.#last !== null) {
      event.preventDefault();
      this.span(this.#last, card);
    }
  }

  /** Everything from the card of that passage to another card of the same list is chosen. */
  span(from, to) {
    const all = [...to.parentElement.children];
    const one = all.findIndex((card) => Number(card.dataset.passage) === from);
    if (one < 0) return this.choose(this.hold(to));
    const [low, high] = [one, all.indexOf(to)].sort((a, b) => a - b);
    for (const card of all.slice(low, high + 1)) this.#mark(this.hold(card), true);
    this.draw();
    return undefined;
  }
}

function fieldsOf(ids, seen) {
  return [...ids.map((id) => ["passage", id]), ...seen.map((id) => ["seen_theme", id])];
}
