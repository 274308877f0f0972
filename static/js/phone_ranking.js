/** The ranking on the phone: up, down, put back. The order is kept while it is made, and sent through the outbox. */

import { dropDraft, loadDraft, saveDraft } from "./outbox.js";
import { announce, here, setState, slot, urlFor } from "./phone_dom.js";
import { startingOrder } from "./starting_order.js";
import { ofKind } from "./state.js";

const SENT = { glyph: "check", kind: "" };
const KEPT = { glyph: "smartphone", kind: "wait" };
const OPEN = { glyph: "smartphone", kind: "still" };

export class Panel {
  #root;
  #outbox;
  #words;
  #given;
  #rows = new Map();
  #exercise = null;
  #choices = new Map();
  #order = [];
  /** What was moved last: {id, from}, the place where it stood before. */
  #moved = null;
  #refused = "";
  #entries = [];

  constructor(root, { outbox }) {
    this.#root = root;
    this.#outbox = outbox;
    const data = root.querySelector("[data-words]").dataset;
    this.#words = JSON.parse(data.words);
    this.#given = new Map(Object.entries(JSON.parse(data.given)).map(([step, order]) => [Number(step), order]));
    for (const row of this.#part("order").children) this.#rows.set(Number(row.dataset.theme), row);
    for (const field of root.querySelectorAll(".nummer")) field.remove();
    this.#part("order").addEventListener("click", (event) => this.#pressed(event));
    this.#part("put-back").addEventListener("click", () => this.#putBack());
    this.#part("order-form").addEventListener("submit", (event) => this.#send(event));
    outbox.on((entry) => this.#heard(entry));
    root.querySelector(".rangschik").dataset.live = "yes";
  }

  draw({ step, hall, entries }) {
    if (step?.kind !== "ranking") return;
    this.#entries = entries;
    const choices = ofKind({ items: new Map(Object.entries(hall)) }, "choice").filter(([, item]) => item.exercises.includes(step.id));
    this.#choices = new Map(choices.map(([name, item]) => [Number(name.split(":")[1]), item]));
    if (step.id !== this.#exercise) this.#begin(step.id);
    this.#reconcile();
    this.#drawOrder();
    this.#drawState();
  }

  /** What is being made comes before what was sent, and that before the order in which everybody begins. */
  #begin(exercise) {
    this.#exercise = exercise;
    this.#moved = null;
    this.#refused = "";
    const draft = loadDraft(this.#place)?.fields?.map(([, id]) => Number(id));
    this.#order = draft ?? this.#waiting() ?? this.#given.get(exercise) ?? [];
  }

  #reconcile() {
    const known = this.#order.filter((id) => this.#choices.has(id));
    const fresh = startingOrder(this.#exercise, here.participant, [...this.#choices.keys()].filter((id) => !known.includes(id)));
    if (known.length && fresh.length) announce(this.#words.more);
    if (known.length < this.#order.length || (known.length && fresh.length)) this.#moved = null;
    this.#order = [...known, ...fresh];
  }

  #drawOrder() {
    this.#part("some").hidden = this.#order.length === 0;
    this.#part("none").hidden = this.#order.length > 0;
    const list = this.#part("order");
    this.#order.forEach((id, place) => {
      const row = this.#row(id);
      if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
    });
    while (list.children.length > this.#order.length) list.lastElementChild.remove();
    const leftOut = this.#choices.values().next().value?.left_out ?? 0;
    this.#part("left-out").hidden = leftOut === 0;
    put(this.#part("left-out"), filled(this.#words.leftOut, { most: this.#order.length, count: leftOut }));
    this.#drawMoved();
  }

  #row(id) {
    if (!this.#rows.has(id)) {
      const row = this.#part("row").content.firstElementChild.cloneNode(true);
      row.dataset.theme = id;
      this.#rows.set(id, row);
    }
    const row = this.#rows.get(id);
    const { title, description } = this.#choices.get(id);
    put(slot("title", row), title);
    put(slot("words", row), description);
    slot("words", row).hidden = !description;
    for (const [way, button] of [["up", row.querySelector(".up")], ["down", row.querySelector(".down")]]) {
      button.setAttribute("aria-label", filled(this.#words[way], { title }));
    }
    if (this.#moved?.id === id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    return row;
  }

  #drawMoved() {
    const line = this.#part("moved");
    const to = this.#moved ? this.#order.indexOf(this.#moved.id) : -1;
    line.hidden = !this.#moved || to === this.#moved.from;
    if (line.hidden) return;
    put(this.#part("moved-title"), this.#choices.get(this.#moved.id).title);
    put(this.#part("moved-words"), filled(this.#words.moved, { from: this.#moved.from + 1, to: to + 1 }));
  }

  /** Where the order is: being made, waiting on this phone, or counted. */
  #drawState() {
    const waiting = this.#waiting();
    const given = this.#given.get(this.#exercise);
    const state = this.#refused
      ? { ...KEPT, word: this.#refused }
      : waiting && same(waiting, this.#order)
        ? { ...KEPT, word: this.#words.waiting }
        : given && same(given, this.#order)
          ? { ...SENT, word: this.#words.sent }
          : { ...OPEN, word: given ? this.#words.changed : this.#words.unsent };
    setState(this.#part("order-state"), state);
  }

  #pressed(event) {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const id = Number(button.closest("li").dataset.theme);
    const from = this.#order.indexOf(id);
    const to = from + Number(button.dataset.move);
    if (to < 0 || to >= this.#order.length) return;
    this.#moved = this.#moved?.id === id ? this.#moved : { id, from };
    this.#move(id, to);
    const end = to === 0 ? ".down" : to === this.#order.length - 1 ? ".up" : null;
    (end ? this.#rows.get(id).querySelector(end) : button).focus();
  }

  #putBack() {
    const { id, from } = this.#moved;
    this.#moved = null;
    this.#move(id, from);
    this.#rows.get(id).querySelector(from === 0 ? ".down" : ".up").focus();
  }

  #move(id, to) {
    this.#order.splice(this.#order.indexOf(id), 1);
    this.#order.splice(to, 0, id);
    this.#refused = "";
    saveDraft(this.#place, { fields: this.#fields() });
    this.#drawOrder();
    this.#drawState();
    announce(filled(this.#words.said, { title: this.#choices.get(id).title, to: to + 1, last: this.#order.length }));
  }

  async #send(event) {
    event.preventDefault();
    const exercise = this.#exercise;
    this.#moved = null;
    this.#refused = "";
    const older = this.#entries.filter(({ place, state }) => place.what === "order" && place.id === exercise && state !== "sending");
    try {
      await this.#outbox.put({ url: urlFor("order", exercise), fields: this.#fields(), place: { what: "order", id: exercise } });
    } catch {
      this.#sendPlainly();
      return;
    }
    // An older order that still waits here says what this person no longer means.
    for (const { key } of older) await this.#outbox.discard(key);
  }

  /** A browser that can store nothing at all sends the form as it would without this script. */
  #sendPlainly() {
    const form = this.#part("order-form");
    form.action = urlFor("order", this.#exercise);
    for (const [name, value] of this.#fields()) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.submit();
  }

  #heard(entry) {
    if (entry.place?.what !== "order") return;
    const exercise = entry.place.id;
    if (entry.state === "sent") {
      this.#given.set(exercise, entry.answer.order);
      if (exercise === this.#exercise && same(entry.answer.order, this.#order)) dropDraft(this.#place);
      announce(this.#words.sent);
    }
    if (entry.state === "refused") this.#refused = entry.message;
    if (exercise === this.#exercise) this.#drawState();
  }

  /** The newest order for this step that waits in the outbox. */
  #waiting() {
    const entry = this.#entries.filter(({ place, state }) => place.what === "order" && place.id === this.#exercise && state !== "refused").at(-1);
    return entry ? entry.fields.filter(([name]) => name === "theme").map(([, id]) => Number(id)) : null;
  }

  #fields() {
    return this.#order.map((id) => ["theme", id]);
  }

  get #place() {
    return `${here.participant}:order:${this.#exercise}`;
  }

  #part(name) {
    return slot(name, this.#root);
  }
}

function same(one, other) {
  return one.length === other.length && one.every((id, place) => id === other[place]);
}

function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
