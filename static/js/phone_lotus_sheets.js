/** The two sheets over the flower: writing on a place, and what can be done with words that lie there. */

import { dropDraft, loadDraft, saveDraft } from "./outbox.js";
import { announce, here, slot } from "./phone_dom.js";
import { isPetal } from "./phone_lotus_model.js";
import { clean, mark, problemOf, sendOnEnter, unmark } from "./phone_lotus_notes.js";

/** Where what somebody is typing at that place is kept. */
function draftOf(exercise, place) {
  return `${here.participant}:lotus:${exercise}:${place}`;
}

export class Sheets {
  #root;
  #word;
  #panel;
  #sheet;
  #acts;
  #field;
  /** What the open sheet is about: {name, over, correcting, lying}. */
  #task = null;
  #places = new Map();
  #next = null;

  constructor(root, word, panel) {
    this.#root = root;
    this.#word = word;
    this.#panel = panel;
    this.#sheet = slot("sheet", root);
    this.#acts = slot("acts", root);
    this.#field = this.#sheet.querySelector("textarea");
    this.#sheet.querySelector("form").addEventListener("submit", (event) => this.#submit(event));
    this.#sheet.addEventListener("close", () => this.#closed());
    this.#acts.addEventListener("close", () => this.#closed());
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", sendOnEnter);
    root.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Words for that place. `over` are the words that lie there, which these replace. */
  openWriting(name, { text = "", over = null } = {}) {
    const draft = loadDraft(draftOf(this.#panel.exercise, name));
    this.#open({ name, over: over?.id ?? null, key: draft?.key }, draft?.fields?.[0]?.[1] || text);
    this.#text("sheet-send", this.#word(isPetal(name) ? "layOn" : "layOnLeaf", { place: name }));
    slot("sheet-below", this.#root).hidden = !isPetal(name) || this.#panel.centre === name;
  }

  /** My own words, to be said better. */
  openCorrection({ id, text, version, place }) {
    this.#open({ name: place ?? "", correcting: { id, version } }, text);
    this.#text("sheet-send", this.#word("keep"));
    slot("sheet-below", this.#root).hidden = true;
  }

  openActs(name, lying) {
    this.#task = { name, lying };
    this.#mark("acts-mark", name);
    this.#text("acts-text", lying.text);
    this.#text("acts-note", [this.#nameOf(name), lying.mine && this.#word("mine")].filter(Boolean).join(", "));
    this.#text("rename-word", slot("acts-list", this.#root).dataset[lying.mine ? "own" : "other"]);
    // What is still on this phone has no number yet.
    for (const button of slot("acts-list", this.#root).querySelectorAll("[data-lotus]:not([data-lotus=close])")) {
      button.disabled = lying.id === null;
    }
    slot("acts-list", this.#root).hidden = false;
    slot("away", this.#root).hidden = true;
    this.#acts.showModal();
  }

  close() {
    this.#sheet.close();
    this.#acts.close();
  }

  /** The hall went on: what was being typed stays on this phone, and is named on the page. */
  leave(exercise) {
    const text = clean(this.#field.value);
    if (this.#sheet.open && text) saveDraft(`${here.participant}:step:${exercise}`, { fields: [["text", text]] });
    this.close();
  }

  /** What happens at the table while a sheet is open. */
  draw(places, others) {
    this.#places = places;
    if (this.#acts.open) this.#followActs(places);
    if (!this.#sheet.open) return;
    const { name, over, correcting } = this.#task;
    const lying = places.get(name);
    const taken = lying && lying.id !== over && !correcting;
    const note = taken ? this.#word("meanwhile", lying) : others[name] ? this.#word("writesToo") : "";
    if (taken && slot("sheet-note", this.#root).textContent !== note) announce(note);
    this.#text("sheet-note", note);
    slot("sheet-note", this.#root).hidden = !note;
  }

  #followActs(places) {
    const { name, lying } = this.#task;
    const now = places.get(name);
    if (now?.text === lying.text && (now.id === lying.id || lying.id === null)) {
      if (lying.id === null && now.id !== null) this.#openAgain(name, now);
      return;
    }
    this.#acts.close();
    announce(this.#word("gone"));
  }

  /** The words arrived while their sheet was open: now there is something to do with them. */
  #openAgain(name, lying) {
    this.#then(() => this.openActs(name, lying));
  }

  #open(task, text) {
    this.#task = task;
    this.#mark("sheet-mark", task.name);
    this.#text("sheet-name", this.#nameOf(task.name));
    this.#field.value = text;
    unmark(this.#field);
    slot("sheet-note", this.#root).hidden = true;
    this.#sheet.showModal();
    this.#field.focus();
    this.#panel.writes(task.name);
  }

  #nameOf(name) {
    if (!name || isPetal(name)) return name ? this.#word("petal", { place: name }) : "";
    const above = this.#places.get(name[0]);
    return above ? this.#word("leaf", { place: name, text: above.text }) : this.#word("leafAlone", { place: name });
  }

  #mark(at, name) {
    const element = slot(at, this.#root);
    element.hidden = !name;
    element.dataset.p = (name[0] ?? "").toLowerCase();
    element.textContent = name;
  }

  #typed() {
    unmark(this.#field);
    const { name, correcting } = this.#task;
    if (correcting) return;
    const at = draftOf(this.#panel.exercise, name);
    if (this.#field.value.trim()) saveDraft(at, { fields: [["text", this.#field.value]] });
    else dropDraft(at);
  }

  #submit(event) {
    event.preventDefault();
    const text = clean(this.#field.value);
    const wrong = problemOf(text, this.#word);
    if (wrong) {
      mark(this.#field, wrong);
      return;
    }
    const { name, over, correcting } = this.#task;
    if (correcting) this.#panel.correct(correcting.id, text, correcting.version);
    else this.#panel.say(text, name, over);
    dropDraft(draftOf(this.#panel.exercise, name));
    this.#sheet.close();
  }

  #closed() {
    const next = this.#next;
    this.#next = null;
    this.#panel.writes(null);
    if (next) next();
    else this.#returnFocus();
  }

  #returnFocus() {
    const name = this.#task?.name;
    const place = this.#root.querySelector(`[data-lotus=place][data-name="${name}"]`);
    (place ?? this.#root.querySelector("[data-lotus=heart]")).focus({ preventScroll: true });
  }

  #clicked(event) {
    const act = event.target.closest("[data-lotus]")?.dataset.lotus;
    const { name, lying } = this.#task ?? {};
    if (act === "close") this.close();
    else if (act === "open-below") this.#then(() => this.#panel.go(name));
    else if (act === "rename") this.#then(() => this.#rename(name, lying));
    else if (act === "move") this.#then(() => this.#panel.hold({ id: lying.id, text: lying.text }));
    else if (act === "ask-away") this.#askAway(lying);
    else if (act === "away") this.#then(() => this.#away(lying));
  }

  /** The sheet closes, and then that happens: focus goes where the act takes it. */
  #then(act) {
    this.#next = act;
    this.close();
  }

  #rename(name, lying) {
    if (lying.mine) this.openCorrection({ ...lying, place: name });
    else this.openWriting(name, { text: lying.text, over: lying });
  }

  #askAway(lying) {
    slot("acts-list", this.#root).hidden = true;
    const away = slot("away", this.#root);
    this.#text("away-text", away.dataset[lying.mine ? "own" : "other"]);
    away.hidden = false;
    away.querySelector("button").focus();
  }

  #away(lying) {
    this.#panel.clear(lying);
    this.#panel.notice(this.#word(lying.mine ? "takenOwn" : "taken", lying));
  }

  #text(name, sentence) {
    const element = slot(name, this.#root);
    if (element.textContent !== sentence) element.textContent = sentence;
  }
}
