/** Forms that go through the outbox. Every letter is kept on this device; a text leaves once, however often the
    button is tapped; what is refused comes back into its form with what is wrong next to the field. */

import { unmark } from "./focus_words.js";
import { dropDraft, loadDraft, makeKey, saveDraft } from "./outbox.js";

const DOUBLE_TAP_MS = 700;

export class Sending {
  #page;
  #forms = new Map();

  constructor(page) {
    this.#page = page;
  }

  async start() {
    const { outbox } = this.#page;
    for (const form of document.querySelectorAll("form[data-send]")) {
      this.#forms.set(form.dataset.place, new Letter(this.#page, form));
    }
    const known = await outbox.entries();
    outbox.on((entry) => this.#heard(entry));
    for (const entry of known) this.#heard(entry);
  }

  #heard(entry) {
    const letter = this.#forms.get(entry.place);
    if (letter) letter.heard(entry);
    else if (entry.place !== "tap") this.#elsewhere(entry);
    else if (entry.state === "refused") this.#untapped(entry);
  }

  /** Thanks or a mark that the server does not take any more. Why a word is delicate is kept like a text, under
      the answer that it is about; in thanks there are no words of anybody. */
  #untapped(entry) {
    const mark = Object.fromEntries(entry.fields);
    const answer = document.querySelector(`[data-words][data-contribution="${mark.contribution}"]`);
    unmark(mark);
    this.#page.announce(saidOf(entry));
    if (!textOf(entry.fields)) this.#page.outbox.discard(entry.key);
    else if (answer) answer.after(this.#shown(entry));
    else this.#elsewhere(entry);
  }

  /** A text whose form is not on this page (any more): it is shown, and never thrown away by itself. */
  #elsewhere(entry) {
    const box = document.querySelector("[data-slot=waiting]");
    document.querySelector(`.wachtend[data-key="${entry.key}"]`)?.remove();
    if (!["sent", "discarded"].includes(entry.state)) box.append(this.#shown(entry));
    box.hidden = !box.childElementCount;
  }

  #shown(entry) {
    const { word, outbox, announce } = this.#page;
    const refused = entry.state === "refused";
    const shown = copyOf(refused ? "refused-text" : "waiting-text");
    shown.dataset.key = entry.key;
    shown.querySelector("p span").textContent = refused
      ? `${word("refused")} ${saidOf(entry)}`
      : word(entry.state === "sending" ? "sending" : "waiting");
    shown.querySelector("blockquote").textContent = textOf(entry.fields);
    shown.querySelector("[data-act=discard]")?.addEventListener("click", () => outbox.discard(entry.key));
    shown.querySelector("[data-act=copy]")?.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(textOf(entry.fields));
      announce(word("copied"));
    });
    return shown;
  }
}

/** One form and what was sent with it. */
class Letter {
  #page;
  #form;
  #draft;
  #key;
  #busy = false;
  #storedAt = -Infinity;

  constructor(page, form) {
    this.#page = page;
    this.#form = form;
    this.#draft = `${page.here.participant}:${form.dataset.place}`;
    const draft = loadDraft(this.#draft);
    this.#key = draft?.key ?? makeKey();
    if (draft && !form.querySelector("[aria-invalid]")) {
      fill(form, draft.fields);
      this.#showSaved(true);
    }
    form.addEventListener("input", (event) => this.#typed(event.target));
    form.addEventListener("submit", (event) => this.#submit(event));
  }

  heard(entry) {
    if (entry.state === "refused") this.#refused(entry);
    else if (entry.state === "sent") this.#sent(entry);
    else if (entry.state === "discarded") this.#wait(null);
    else this.#wait(entry);
  }

  #typed(control) {
    this.#storedAt = -Infinity;
    unflag(control);
    const fields = written(this.#form);
    if (fields.length) this.#showSaved(saveDraft(this.#draft, { key: this.#key, fields }));
    else {
      dropDraft(this.#draft);
      this.#showSaved(false);
    }
  }

  #showSaved(saved) {
    this.#form.querySelector("[data-slot=saved]").hidden = !saved;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy || performance.now() - this.#storedAt < DOUBLE_TAP_MS) return;
    this.#busy = true;
    const fields = [...new FormData(this.#form)].filter(([name]) => !["csrf_token", "key"].includes(name));
    try {
      const { place } = this.#form.dataset;
      await this.#page.outbox.put({ url: this.#form.action, fields, place, key: this.#key });
      this.#storedAt = performance.now();
      // Safe in the outbox: a draft under this key must never meet a text that is sent already.
      dropDraft(this.#draft);
      this.#key = makeKey();
    } catch {
      // A browser that can store nothing at all sends the form as it would without this script.
      this.#form.submit();
    } finally {
      this.#busy = false;
    }
  }

  /** The text stands here and leaves by itself: the form makes room for it. */
  #wait(entry) {
    const { word } = this.#page;
    this.#form.parentElement.querySelector(`[data-of="${this.#form.dataset.place}"]`)?.remove();
    this.#form.hidden = Boolean(entry);
    if (!entry) return;
    const shown = copyOf("waiting-text");
    shown.dataset.of = this.#form.dataset.place;
    shown.querySelector("p span").textContent = word(entry.state === "sending" ? "sending" : "waiting");
    shown.querySelector("blockquote").textContent = textOf(entry.fields);
    this.#form.before(shown);
  }

  /** The server has it: the page is drawn anew, with what may be read now. */
  #sent() {
    try {
      sessionStorage.lotusbloemSaid = this.#page.word("sent");
    } catch {
      // Then it is not said; it stands on the page.
    }
    const next = this.#form.dataset.next;
    if (next && new URL(next, location.href).pathname !== location.pathname) location.assign(next);
    else if (next) location.replace(next);
    else location.reload();
  }

  /** Back in the form under a new key: the server kept nothing under the old one. */
  async #refused(entry) {
    this.#wait(null);
    const fields = entry.fields.filter(([name]) => name !== "key");
    this.#key = makeKey();
    fill(this.#form, fields);
    this.#showSaved(saveDraft(this.#draft, { key: this.#key, fields }));
    this.#showErrors(entry);
    await this.#page.outbox.discard(entry.key);
  }

  #showErrors({ errors = {}, message }) {
    this.#form.querySelectorAll(".error").forEach((line) => line.remove());
    let first = null;
    for (const [name, sentences] of Object.entries(errors)) {
      const control = this.#form.elements[name];
      const field = control instanceof RadioNodeList ? control[0] : control;
      const line = errorLine(`${name}-error`, sentences.join(" "));
      const at = field?.closest("fieldset, .formveld, li") ?? this.#form.querySelector(`#${CSS.escape(name)}`)?.parentElement;
      (at ?? this.#form).append(line);
      field?.setAttribute("aria-invalid", "true");
      field?.setAttribute("aria-describedby", line.id);
      first ??= field ?? null;
    }
    if (!Object.keys(errors).length) this.#form.prepend(errorLine("form-error", `${this.#page.word("refused")} ${message}`));
    first?.focus();
    this.#page.announce(saidOf({ errors, message }));
  }
}

function copyOf(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}

function errorLine(id, sentence) {
  const line = copyOf("field-error");
  line.id = id;
  line.lastElementChild.textContent = sentence;
  return line;
}

function unflag(control) {
  if (!control.hasAttribute?.("aria-invalid")) return;
  document.getElementById(control.getAttribute("aria-describedby"))?.remove();
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
}

/** Why it was refused, in sentences. */
function saidOf({ errors = {}, message }) {
  return Object.values(errors).flat().join(" ") || message;
}

/** What was written or chosen: [[name, value], ...], without what belongs to the page. */
function written(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => value.trim() && !["csrf_token", "key", "version"].includes(name),
  );
}

function fill(form, fields) {
  const values = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
  for (const control of form.elements) {
    if (!control.name || ["csrf_token", "key", "version"].includes(control.name)) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = values(control.name).includes(control.value);
    else if (control.matches("input, textarea, select")) control.value = values(control.name)[0] ?? "";
  }
  form.dispatchEvent(new CustomEvent("filled"));
}

/** What somebody wrote, to read it again: the longest fields say it. */
function textOf(fields) {
  const hidden = new Set(["key", "version", "quote", "contribution", "start", "end", "given"]);
  return fields
    .filter(([name, value]) => !hidden.has(name) && value.trim())
    .map(([, value]) => value)
    .join("\n");
}
