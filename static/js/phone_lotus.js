/** The Lotus blossom of a table on the phone: first everybody for themselves, then one flower together. */

import { makeKey } from "./outbox.js";
import { announce, announceNews, slot, urlFor } from "./phone_dom.js";
import { Flower } from "./phone_lotus_flower.js";
import { filled, flowerOf, isPetal, isTold, itemsOf } from "./phone_lotus_model.js";
import { Notes } from "./phone_lotus_notes.js";
import { Sheets } from "./phone_lotus_sheets.js";

const STILL_WRITING_MS = 5000;
const TOLD_WITHIN_MS = 15000;
const ACTS = new Set(["new", "lay", "clear", "correct", "withdraw"]);

export class Panel {
  #root;
  #outbox;
  #wire;
  #words;
  #state = null;
  #taken = new Map();
  #writing = {};
  #connected = null;
  #here = null;
  #stopped = null;
  #repeat = 0;
  #held = null;
  #notice = "";
  #flower;
  #notes;
  #sheets;

  constructor(root, { outbox, wire }) {
    this.#root = slot("live", root);
    this.#outbox = outbox;
    this.#wire = wire;
    this.#words = JSON.parse(this.#root.dataset.words);
    const word = (name, values) => this.word(name, values);
    this.#flower = new Flower(this.#root, word);
    this.#notes = new Notes(this.#root, word, this);
    this.#sheets = new Sheets(this.#root, word, this);
    slot("plain", root).remove();
    this.#root.hidden = false;
    this.#root.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("popstate", () => this.#state && this.#redraw());
    outbox.on((entry) => this.#heard(entry));
    wire.onPresence((message) => this.#heardPresence(message));
  }

  /** The sentence of that name, with %(name)s filled in. */
  word(name, values = {}) {
    return this.#words[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));
  }

  /** state: {step, hall, own, table, entries}; called whenever something is news and this is in front. */
  draw(state) {
    const before = this.#state;
    this.#state = state;
    if (before && before.step.id !== state.step.id) this.#putAway(before.step);
    else if (before && before.step.stage !== state.step.stage) this.#stageChanged();
    for (const [key, act] of this.#taken) if (isTold(act, state)) this.#taken.delete(key);
    this.#redraw();
    if (before) this.#tellNews(before, state);
  }

  /** Something else is in front now. */
  leave() {
    if (this.#state) this.#putAway(this.#state.step);
  }

  get shared() {
    return this.#state.step.stage !== "private";
  }

  get exercise() {
    return this.#state.step.id;
  }

  get centre() {
    return /^#[A-H]$/.test(location.hash) ? location.hash[1] : "";
  }

  /** What lies where, and what I have in hand. */
  get present() {
    const { table, own, entries } = this.#state;
    const acts = [...this.#taken.values(), ...entries].filter(({ place }) => ACTS.has(place.what));
    const known = acts.map((act) => (act.place.exercise ? act : { ...act, place: { ...act.place, exercise: this.exercise } }));
    return flowerOf({ table, own, acts: known.sort((one, other) => one.at - other.at), exercise: this.exercise, shared: this.shared });
  }

  // ---- what this phone does --------------------------------------------------------------------------

  /** New words: on that place over what lay there, or (without place) a note. */
  say(text, at = "", over = null, key = makeKey()) {
    const fields = [["text", text], ["place", at], ...(over ? [["over", over]] : [])];
    return this.#put("contribute", this.exercise, fields, { what: "new", at, over }, key);
  }

  correct(id, text, version) {
    return this.#put("correct", id, [["text", text], ["version", version]], { what: "correct", id });
  }

  lay({ id, text }, at) {
    return this.#put("lay", id, [["place", at]], { what: "lay", id, at, over: null, text });
  }

  clear({ id, text, version, mine }) {
    return this.#put("clear", id, [["version", version]], { what: "clear", id, text, mine });
  }

  withdraw(id) {
    return this.#put("withdraw", id, [], { what: "withdraw", id });
  }

  discard(key) {
    return this.#outbox.discard(key);
  }

  /** A refused text, said again. */
  again(key, text) {
    const fields = this.#state.entries.find((entry) => entry.key === key).fields;
    return this.#outbox.correct(key, fields.map(([name, value]) => [name, name === "text" ? text : value]));
  }

  #put(url, id, fields, place, key = makeKey()) {
    return this.#outbox.put({ url: urlFor(url, id), fields, key, place: { ...place, exercise: this.exercise } });
  }

  /** I am writing at that place; empty for a note, null when I stopped. */
  writes(place) {
    const said = place === null ? null : `lotus:${this.exercise}:${place}`;
    if (said === this.#here) return;
    // Until the table hears that I stopped, it still counts me there.
    this.#stopped = said === null ? this.#here : null;
    this.#here = said;
    this.#wire.here(said);
    clearInterval(this.#repeat);
    if (said !== null) this.#repeat = setInterval(() => this.#wire.here(said), STILL_WRITING_MS);
  }

  /** How many others write at each place, by what the server tells of the whole table. */
  get others() {
    const mine = (this.#here ?? this.#stopped)?.split(":")[2];
    return Object.fromEntries(
      Object.entries(this.#writing)
        .map(([name, count]) => [name, name === mine ? count - 1 : count])
        .filter(([, count]) => count > 0),
    );
  }

  // ---- where I am ------------------------------------------------------------------------------------

  go(petal, { focus = true } = {}) {
    const from = this.centre;
    this.#notice = "";
    if (petal !== from) history.pushState({}, "", petal ? `#${petal}` : location.pathname + location.search);
    this.#redraw();
    const { places } = this.present;
    if (focus) this.#flower.focus(petal ? "" : from);
    announce(
      petal
        ? this.word("openedPetal", { place: petal, count: filled(places, petal) })
        : this.word("backAtHeart", { count: filled(places) }),
    );
  }

  /** Something to lay: a note, a petal from elsewhere, or words to begin with. Then a place is chosen. */
  hold(held) {
    this.#held = held;
    this.#notice = "";
    this.#redraw();
    if (held) {
      announce(this.word("choose", held));
      const banner = slot("choosing-text", this.#root);
      scrollTo({ top: 0 });
      banner.focus({ preventScroll: true });
    }
  }

  /** One sentence that stays until the next act. */
  notice(sentence) {
    this.#notice = sentence;
    announce(sentence);
    this.#redraw();
  }

  #clicked(event) {
    const button = event.target.closest("[data-lotus]");
    if (!button) return;
    const what = button.dataset.lotus;
    if (what === "home") this.go("");
    else if (what === "go") this.go(button.dataset.p.toUpperCase());
    else if (what === "stop") this.#stopHolding();
    else if (what === "place") this.#chose(button.dataset.name);
    else if (what === "heart" && this.centre) this.#choseHeart();
  }

  #stopHolding() {
    this.hold(null);
    announce(this.word("stopped"));
    this.#flower.focus("");
  }

  #chose(name) {
    const lying = this.present.places.get(name);
    if (this.#held) this.#layHeld(name, lying);
    else if (lying && isPetal(name)) this.go(name);
    else if (lying) this.#sheets.openActs(name, lying);
    else this.#write(name);
  }

  #choseHeart() {
    const lying = this.present.places.get(this.centre);
    if (this.#held) this.#layHeld(this.centre, lying, true);
    else if (lying) this.#sheets.openActs(this.centre, lying);
    else this.#write(this.centre);
  }

  #layHeld(name, lying, isHeart = false) {
    const held = this.#held;
    if (lying && isPetal(name) && !isHeart) this.go(name);
    else if (lying) this.notice(this.word("notFree"));
    else {
      this.hold(null);
      if (held.id) this.lay(held, name);
      else this.#write(name, held.text);
    }
  }

  #write(name, text = "") {
    this.#notice = "";
    this.#sheets.openWriting(name, { text });
  }

  // ---- what happens ----------------------------------------------------------------------------------

  #heard(entry) {
    if (!this.#state || !ACTS.has(entry.place?.what)) return;
    if (entry.state === "sent") {
      this.#taken.set(entry.key, entry);
      // Whatever news is missed, the server's word counts in the end.
      setTimeout(() => this.#taken.delete(entry.key) && this.#redraw(), TOLD_WITHIN_MS);
      this.#tellOutcome(entry);
    }
    queueMicrotask(() => this.#redraw());
  }

  #tellOutcome({ place, answer }) {
    const wanted = place.what === "lay" || (place.what === "new" && place.at);
    const lies = place.what === "lay" ? answer.placed : answer.contribution?.place;
    if (!wanted || lies) return;
    this.notice(this.shared ? this.word("faster", { place: place.at }) : this.word("notShared"));
  }

  #heardPresence(message) {
    if (!message.audience.startsWith("table:")) return;
    this.#writing = message.writing;
    this.#connected = message.people;
    this.#stopped = null;
    if (this.#state) this.#redraw();
  }

  /** What others laid since, for who listens. */
  #tellNews(before, { table }) {
    const fresh = itemsOf(table, "petal").filter(
      ([id, item]) =>
        item.exercise === this.exercise &&
        !this.#state.own[`contribution:${id}`] &&
        ![...this.#taken.values()].some(({ place }) => place.at === item.place) &&
        before.table[`petal:${id}`]?.place !== item.place,
    );
    const last = fresh.at(-1)?.[1];
    if (last) announceNews(this.word("anew", last));
  }

  /** The table shares now: what was still being written becomes a note. */
  #stageChanged() {
    this.#sheets.close();
    if (this.shared) this.#notes.keepDraft();
    this.writes(null);
    this.notice(this.word(this.shared ? "sharing" : "private"));
  }

  #putAway(step) {
    this.#sheets.leave(step.id);
    this.#held = null;
    this.#notice = "";
    this.writes(null);
  }

  // ---- drawing ---------------------------------------------------------------------------------------

  #redraw() {
    const { step, table } = this.#state;
    const present = this.present;
    const people = this.#connected ?? itemsOf(table, "table")[0]?.[1].people ?? 0;
    const asked = step.prompt || step.title;
    slot("private", this.#root).hidden = this.shared;
    slot("shared", this.#root).hidden = !this.shared;
    slot("private-ask", this.#root).textContent = slot("shared-ask", this.#root).textContent = asked;
    const drawn = { ...present, centre: this.centre, asked, others: this.others, people, held: this.#held, notice: this.#notice };
    if (this.shared) this.#flower.draw(drawn);
    this.#notes.draw(present.notes, this.shared, itemsOf(table, "ingredient"));
    this.#sheets.draw(present.places, this.others);
  }
}
