/** Sorting on the phone: a statement, then a pile. Every act goes through the outbox, in order, so that it works
    without a line; what lies here is what the server knows with what still waits on top of it. */

import { acted, deck } from "./deck.js";
import { makeKey } from "./outbox.js";
import { announce, here, setState, slot, urlFor } from "./phone_dom.js";
import { dragOnto } from "./phone_sorting_drag.js";
import { Insides } from "./phone_sorting_insides.js";
import { ofKind } from "./state.js";

const SENT = { glyph: "check", kind: "" };
const KEPT = { glyph: "smartphone", kind: "wait" };
/** With more piles than this they are drawn smaller: all stay near the thumb. */
const MANY = 6;

export class Panel {
  #root;
  #outbox;
  #words;
  #participant;
  #most;
  #exercise = null;
  #texts = new Map();
  #own = null;
  #revision = 0;
  /** The acts that wait in the outbox, oldest first. */
  #entries = [];
  /** The acts that are on their way into the outbox: a quick thumb is faster than the phone's storage. */
  #storing = [];
  /** What the server answered, until the news of it is here. */
  #answered = null;
  #piles = [];
  #waiting = 0;
  #deck = [];
  #skipped = [];
  #current = null;
  /** What was laid last: {statement, pile}. */
  #last = null;
  #insides;

  constructor(root, { outbox }) {
    this.#root = root;
    this.#outbox = outbox;
    const { words, number, most } = root.querySelector("[data-words]").dataset;
    this.#words = JSON.parse(words);
    this.#most = new Map(Object.entries(JSON.parse(most)).map(([step, count]) => [Number(step), count]));
    this.#participant = { id: here.participant, number: Number(number) };
    const act = (what) => this.#act(what);
    this.#insides = new Insides(this.#part("insides"), root, { act, say: this.#say, label: (pile) => this.#label(pile) });
    this.#part("lay").addEventListener("submit", (event) => this.#chosen(event));
    this.#part("skip").addEventListener("click", () => this.#skip());
    this.#part("undo").addEventListener("click", () => this.#undo());
    dragOnto(this.#part("statement"), (target) => target.closest("[data-pile], [data-slot=new]"), (target) => this.#lay(target));
    outbox.on((entry) => this.#heard(entry));
    root.querySelector("[data-words]").dataset.ready = "yes";
  }

  draw({ step, hall, own, ownRevision, entries }) {
    if (step?.kind !== "sorting") return;
    if (this.#answered && ownRevision >= this.#answered.revision) this.#answered = null;
    this.#own = own;
    this.#revision = ownRevision;
    if (step.id !== this.#exercise) {
      this.#exercise = step.id;
      this.#skipped = [];
      this.#current = this.#last = this.#answered = null;
    }
    const statements = ofKind({ items: new Map(Object.entries(hall)) }, "statement").filter(([, item]) => item.exercises.includes(step.id));
    this.#texts = new Map(statements.map(([name, item]) => [Number(name.split(":")[1]), item.text]).sort(([a], [b]) => a - b));
    const waits = ({ place, state }) => place.what === "sort" && place.id === step.id && state !== "refused";
    this.#entries = entries.filter(waits).sort((one, other) => one.at - other.at);
    this.#compute();
  }

  #compute() {
    this.#waiting = this.#entries.length + this.#storing.length;
    const acts = [...this.#entries.map(({ fields }) => asAct(fields)), ...this.#storing];
    this.#piles = acted(this.#answered?.piles ?? this.#known(this.#own), acts);
    this.#redraw();
  }

  #known(own) {
    return ofKind({ items: new Map(Object.entries(own)) }, "pile")
      .map(([, item]) => item)
      .filter((item) => item.exercise === this.#exercise)
      .sort((one, other) => one.place - other.place);
  }

  #redraw() {
    const placed = new Set(this.#piles.flatMap((pile) => pile.statements));
    this.#deck = deck({
      exercise: this.#exercise,
      ids: [...this.#texts.keys()],
      participant: this.#participant,
      most: this.#most.get(this.#exercise),
      placed,
    });
    const left = this.#deck.filter((id) => !placed.has(id));
    const later = this.#skipped.filter((id) => left.includes(id));
    const queue = [...left.filter((id) => !later.includes(id)), ...later];
    if (!queue.includes(this.#current)) this.#current = queue[0] ?? null;
    this.#drawCurrent(this.#deck.length - left.length, queue.length);
    this.#drawPiles();
    this.#insides.draw(this.#piles, this.#texts);
    this.#part("mine").hidden = this.#piles.length === 0;
    this.#drawLast();
    this.#drawState();
  }

  #drawCurrent(placed, left) {
    const all = this.#deck.length;
    put(this.#part("progress"), this.#say("progress", { placed, all }));
    const bar = this.#part("bar");
    bar.max = all || 1;
    bar.value = placed;
    const there = this.#current !== null;
    this.#part("lay").hidden = this.#part("how").hidden = !there;
    this.#part("skip").hidden = left < 2;
    this.#part("finished").hidden = there || all === 0;
    this.#part("none").hidden = all > 0;
    put(this.#part("statement"), this.#texts.get(this.#current) ?? "");
  }

  #drawPiles() {
    const list = this.#part("piles");
    list.classList.toggle("veel", this.#piles.length > MANY);
    const old = new Map([...list.querySelectorAll("[data-pile]")].map((button) => [button.dataset.pile, button.closest("li")]));
    this.#piles.forEach((pile, place) => {
      const row = old.get(pile.key) ?? this.#part("pile-row").content.firstElementChild.cloneNode(true);
      const button = row.querySelector("button");
      button.value = button.dataset.pile = pile.key;
      const shown = pile.statements.filter((id) => this.#texts.has(id));
      put(slot("name", row), this.#label(pile));
      put(slot("count", row), String(shown.length));
      put(slot("sample", row), this.#texts.get(shown[0]) ?? "");
      if (this.#last?.pile === pile.key) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
    });
    while (list.children.length > this.#piles.length) list.lastElementChild.remove();
  }

  #drawLast() {
    const pile = this.#last && this.#piles.find(({ key, statements }) => key === this.#last.pile && statements.includes(this.#last.statement));
    this.#part("laid").hidden = !pile;
    if (!pile) return;
    put(this.#part("laid-words"), this.#say("laid", { text: this.#texts.get(this.#last.statement) ?? "", pile: this.#label(pile) }));
  }

  #drawState() {
    const element = this.#part("sort-state");
    element.hidden = this.#piles.length === 0;
    setState(element, this.#waiting ? { ...KEPT, word: this.#words.waiting } : { ...SENT, word: this.#words.sent });
  }

  /** Its name, or its number where nobody named it. */
  #label(pile) {
    return pile.name || this.#say("unnamed", { number: this.#piles.findIndex(({ key }) => key === pile.key) + 1 });
  }

  // ---- acts ---------------------------------------------------------------------------------------

  #chosen(event) {
    event.preventDefault();
    if (event.submitter) this.#lay(event.submitter);
  }

  #lay(target) {
    const statement = this.#current;
    if (statement === null) return;
    const key = target.dataset.pile || makeKey();
    const text = this.#texts.get(statement);
    this.#last = { statement, pile: key };
    this.#act({ act: "put", statement, pile: key, seen: "" });
    const pile = this.#piles.find((each) => each.key === key);
    const next = this.#current === null ? this.#words.done : this.#say("next", { text: this.#texts.get(this.#current) });
    announce(`${text}: ${this.#say("placed", { pile: this.#label(pile) })} ${next}`);
    if (this.#current === null) this.#part("ask").focus({ preventScroll: false });
  }

  #skip() {
    this.#skipped = [...this.#skipped.filter((id) => id !== this.#current), this.#current];
    this.#current = null;
    this.#redraw();
    announce(`${this.#words.skipped} ${this.#say("next", { text: this.#texts.get(this.#current) })}`);
  }

  #undo() {
    const { statement, pile } = this.#last;
    this.#last = null;
    this.#act({ act: "take-back", statement, seen: pile });
    announce(this.#say("back", { text: this.#texts.get(statement) }));
    this.#part("statement").focus({ preventScroll: true });
  }

  /** On the screen at once; the outbox keeps it and sends it. */
  #act(act) {
    const exercise = this.#exercise;
    this.#storing.push(act);
    if (act.act === "take-back") this.#current = act.statement;
    this.#compute();
    const fields = Object.entries(act);
    this.#outbox
      .put({ url: urlFor("sort", exercise), fields, place: { what: "sort", id: exercise } })
      .catch(() => this.#sendPlainly(fields))
      .finally(() => {
        this.#storing.splice(this.#storing.indexOf(act), 1);
        this.#compute();
      });
  }

  /** A browser that can store nothing at all sends the form as it would without this script. */
  #sendPlainly(fields) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: urlFor("sort", this.#exercise), hidden: true });
    const token = this.#part("lay").querySelector("[name=csrf_token]");
    for (const [name, value] of [[token.name, token.value], ...fields]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    this.#root.append(form);
    form.submit();
  }

  #heard(entry) {
    if (entry.place?.what !== "sort" || entry.place.id !== this.#exercise) return;
    if (entry.state === "sent") {
      // News of an older act may come after the answer to a newer one.
      if (entry.answer.revision > this.#revision) this.#answered = entry.answer;
      this.#entries = this.#entries.filter(({ key }) => key !== entry.key);
      this.#compute();
    }
    if (entry.state === "refused" && entry.why === "conflict") announce(this.#words.elsewhere);
  }

  #say = (name, values = {}) => this.#words[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));

  #part(name) {
    return slot(name, this.#root);
  }
}

function asAct(fields) {
  const act = Object.fromEntries(fields);
  return "statement" in act ? { ...act, statement: Number(act.statement) } : act;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
