/** What I wrote for myself: the calm page of the first minutes, later the notes and the longlist to choose from. */

import { dropDraft, loadDraft, saveDraft } from "./outbox.js";
import { announce, here, slot } from "./phone_dom.js";

export const LONGEST = 80;

export class Notes {
  #root;
  #word;
  #panel;
  #form;
  #field;
  #correcting = null;
  #told = false;

  constructor(root, word, panel) {
    this.#root = root;
    this.#word = word;
    this.#panel = panel;
    this.#form = slot("note-form", root);
    this.#field = this.#form.querySelector("textarea");
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("blur", () => panel.writes(null));
    this.#field.addEventListener("keydown", sendOnEnter);
    root.addEventListener("click", (event) => this.#clicked(event));
  }

  draw(notes, shared, ingredients) {
    if (!this.#told) this.#restore();
    slot("note-title", this.#root).hidden = !notes.length;
    if (shared) this.#drawTray("own-tray", "own-notes", notes, (note) => this.#ownNote(note));
    else redraw(slot("notes", this.#root), notes, (note) => this.#note(note));
    const sources = new Set(ingredients.map(([, { source }]) => source ?? ""));
    const listed = ingredients.map(([id, { text, source, position }]) => ({
      key: `i${id}`, text, source: sources.size > 1 ? source : "", position,
    }));
    listed.sort((one, other) => one.position - other.position);
    // Where all of it was heard is said once.
    slot("list-source", this.#root).textContent = sources.size === 1 ? [...sources][0] : "";
    this.#drawTray("list-tray", "longlist", listed, (each) => this.#listed(each));
  }

  /** What was still being typed is a note, when the table begins to share. */
  keepDraft() {
    const text = clean(this.#field.value);
    if (text && [...text].length <= LONGEST) this.#send(text);
  }

  #place() {
    return `${here.participant}:step:${this.#panel.exercise}`;
  }

  #restore() {
    this.#told = true;
    this.#field.value = loadDraft(this.#place())?.fields?.find(([name]) => name === "text")?.[1] ?? "";
  }

  #typed() {
    unmark(this.#field);
    const text = this.#field.value;
    if (text.trim()) saveDraft(this.#place(), { fields: [["text", text]] });
    else dropDraft(this.#place());
    this.#panel.writes(text.trim() ? "" : null);
  }

  #submit(event) {
    event.preventDefault();
    const text = clean(this.#field.value);
    const wrong = problemOf(text, this.#word);
    if (wrong) mark(this.#field, wrong);
    else this.#send(text);
  }

  #send(text) {
    const note = this.#correcting;
    if (!note) this.#panel.say(text);
    else if (note.id) this.#panel.correct(note.id, text, note.version);
    else this.#panel.again(note.key, text);
    this.#correcting = null;
    this.#field.value = "";
    dropDraft(this.#place());
    this.#panel.writes(null);
    announce(this.#word("noted"));
  }

  #clicked(event) {
    const button = event.target.closest("[data-lotus]");
    const note = button?.closest("li")?.note;
    const act = button?.dataset.lotus;
    if (act === "begin") this.#panel.hold({ text: note.text });
    else if (act === "hold") this.#hold(note);
    else if (act === "correct-note") this.#correct(note);
    else if (act === "drop-note") this.#drop(note);
  }

  /** A note that is still on this phone has no number yet: it is laid as soon as it has. */
  #hold(note) {
    if (note.id) this.#panel.hold({ id: note.id, text: note.text });
    else if (note.refused) this.#panel.discard(note.key).then(() => this.#panel.hold({ text: note.text }));
    else this.#panel.notice(this.#word("notYet"));
  }

  #correct(note) {
    this.#correcting = note;
    this.#field.value = note.text;
    this.#typed();
    this.#field.focus();
  }

  #drop(note) {
    if (note.id) this.#panel.withdraw(note.id);
    else this.#panel.discard(note.key);
    announce(this.#word("noteGone", note));
    this.#field.focus();
  }

  #drawTray(tray, list, items, make) {
    slot(tray, this.#root).hidden = !items.length || (tray === "own-tray" && !this.#panel.shared);
    redraw(slot(list, this.#root), items, make);
  }

  #copy(name, text) {
    const line = slot(name, this.#root).content.firstElementChild.cloneNode(true);
    slot("text", line).textContent = text;
    return line;
  }

  /** With where it was heard: a workshop and its groups, nobody. */
  #listed({ text, source }) {
    const line = this.#copy("ingredient", text);
    slot("source", line).textContent = source ?? "";
    return line;
  }

  #ownNote(note) {
    const line = this.#copy("own-note", note.text);
    slot("state", line).textContent = this.#stateOf(note);
    return line;
  }

  #note(note) {
    const line = this.#copy("note", note.text);
    slot("state", line).textContent = this.#stateOf(note);
    slot("state", line).classList.toggle("wait", Boolean(note.pending));
    const [correct, drop] = line.querySelectorAll("button");
    correct.lastElementChild.textContent = this.#word("correctNote", note);
    drop.lastElementChild.textContent = this.#word("dropNote", note);
    // What is on its way can be changed once it has arrived.
    correct.hidden = drop.hidden = Boolean(note.pending) && !note.refused;
    return line;
  }

  #stateOf({ refused, pending, state }) {
    if (refused) return `${this.#word("refused")}: ${refused}`;
    if (pending) return this.#word("onPhone");
    return state === "replaced" ? this.#word("replaced") : "";
  }
}

/** Draws the lines; what did not change stays the same element, so that focus stays where it is. */
function redraw(list, items, make) {
  const known = new Map([...list.children].map((line) => [line.dataset.drawn, line]));
  const lines = items.map((item) => {
    const signature = JSON.stringify(item);
    const line = known.get(signature) ?? make(item);
    line.dataset.drawn = signature;
    line.note = item;
    return line;
  });
  if (lines.length !== list.children.length || lines.some((line, index) => line !== list.children[index])) {
    list.replaceChildren(...lines);
  }
}

export function clean(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** What is wrong with the words, in a sentence; null when nothing is. */
export function problemOf(text, word) {
  const length = [...text].length;
  if (!length) return word("needed");
  return length > LONGEST ? word("tooLong", { length, limit: LONGEST }) : null;
}

/** The sentence stands next to the field, which has the focus. */
export function mark(field, sentence) {
  unmark(field);
  const line = document.getElementById("error").content.firstElementChild.cloneNode(true);
  line.id = `${field.id}-error`;
  line.lastElementChild.textContent = sentence;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", line.id);
  field.after(line);
  field.focus();
  announce(sentence);
}

export function unmark(field) {
  document.getElementById(`${field.id}-error`)?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}

/** A reason is one line: Enter sends it. */
export function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}
