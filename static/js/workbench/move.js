/** Choosing passages and moving them: one way for the menu, the keys and the hand that drags. */

import { act } from "./acts.js";
import { clone, contributions, fill, slot, words, write } from "./parts.js";

export class Choice {
  #board;
  #ids = new Set();
  #last = null;
  #bar = document.getElementById("sort");
  #dialog = document.getElementById("move");
  #moving = [];
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
      this.#ids.add(Number(box.closest("[data-passage]").dataset.passage));
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
      this.#board.release(id);
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

  choose(id, on = true) {
    this.#mark(id, on);
    this.#last = id;
    this.draw();
  }

  /** Everything in "theme:3", "cluster:4" or "loose" that the lens shows is chosen. */
  chooseAll(key) {
    for (const id of this.#board.openAll(key)) this.#mark(id, true);
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

  /** Moves passages to a theme's id, to 0 (not placed) or into a new theme {title}. */
  async move(ids, target) {
    const model = this.#board.model;
    const seen = new Set(ids.map((id) => model.passages.get(id)?.theme ?? 0));
    const fields = [...ids.map((id) => ["passage", id]), ...[...seen].map((id) => ["seen_theme", id])];
    this.#board.focusNext(...this.#besides(ids), ids[0]);
    let answer;
    if (typeof target === "object") {
      const [only] = seen;
      const splits = seen.size === 1 && only !== 0;
      fields.push(["title", target.title]);
      if (splits) fields.push(["theme_id", only]);
      answer = await act(splits ? "split" : "make", fields, words.made);
      if (answer) this.#board.focusSoon(`theme:${answer.theme}`);
    } else {
      const title = model.themes.find((theme) => theme.id === target)?.title;
      answer = await act("move", [...fields, ["theme_id", target]], target ? fill(words.movedTo, { title }) : words.movedOut);
    }
    if (answer) for (const id of ids) this.#mark(id, false);
    this.draw();
    return answer;
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
    const box = this.#board.card(id)?.querySelector("input.tik");
    if (box) box.checked = on;
    if (on) this.#ids.add(id);
    else this.#ids.delete(id);
  }

  #changed(event) {
    const card = event.target.matches("input.tik") && event.target.closest("[data-passage]");
    if (!card) return;
    const id = Number(card.dataset.passage);
    this.choose(id, event.target.checked);
    if (event.target.checked) this.onLook(id);
  }

  #clicked(event) {
    const card = event.target.closest?.("[data-passage]");
    if (!card) return;
    const id = Number(card.dataset.passage);
    if (event.target.closest("[data-slot=grip]")) {
      event.preventDefault();
      this.ask({ ids: this.has(id) ? this.ids : [id] });
    } else if (event.shiftKey && this.#last !== null) {
      event.preventDefault();
      this.span(this.#last, id);
    }
  }

  /** Everything from one card to another of the same list is chosen. */
  span(from, to) {
    const one = this.#board.card(from);
    const other = this.#board.card(to);
    if (!one || one.parentElement !== other?.parentElement) return this.choose(to);
    const all = [...one.parentElement.children];
    const [low, high] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
    for (const card of all.slice(low, high + 1)) this.#mark(Number(card.dataset.passage), true);
    this.draw();
    return undefined;
  }
}
