/** The form of a step: unfolds, keeps every letter on the phone, says what is missing next to the field.

    It holds one task at a time: a new answer, a correction, or a refused text to send again. A task is
    {place, correcting, fields, errors, send(fields, key)}; `place` names the draft. */

import { dropDraft, loadDraft, makeKey, saveDraft } from "./outbox.js";
import { announce, copyOf, slot, word } from "./phone_dom.js";
import { titleOf } from "./phone_kinds.js";
import { grow, Lines } from "./phone_lines.js";

const DOUBLE_TAP_MS = 700;

export class AnswerForm {
  #form;
  #lines;
  #task = null;
  #key = makeKey();
  #sending = false;
  #storedAt = -Infinity;
  #onStored;

  /** onStored(task, title) is called when what was written is safe in the outbox. */
  constructor(form, onStored) {
    this.#form = form;
    this.#onStored = onStored;
    const save = () => this.#save();
    this.#lines = [...form.querySelectorAll("[data-lines]")].map((each) => new Lines(each, save));
    form.addEventListener("input", (event) => this.#typed(event.target));
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#explainChips();
  }

  get task() {
    return this.#task;
  }

  /** Nothing was written in it. */
  get pristine() {
    return !this.fields().length;
  }

  get title() {
    return titleOf({ fields: this.fields() });
  }

  get element() {
    return this.#form;
  }

  /** The form is for this task now; what was typed for it before is back. */
  open(task) {
    const draft = loadDraft(task.place);
    this.#task = task;
    this.#key = draft?.key ?? makeKey();
    this.fill(draft?.fields ?? task.fields ?? []);
    this.#showErrors(task.errors ?? {});
    this.#showSaved(Boolean(draft));
  }

  /** Fills every field from [[name, value], ...]. */
  fill(fields) {
    const values = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
    for (const control of this.#form.elements) {
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = values(control.name).includes(control.value);
      } else if (control.matches(".field")) {
        control.value = values(control.name)[0] ?? "";
      }
    }
    for (const lines of this.#lines) lines.fill(linesIn(fields, lines.name));
    this.#form.querySelectorAll("textarea").forEach(grow);
    this.#form.classList.toggle("open", fields.length > 0);
    this.#clearErrors();
  }

  /** What was written, without what stayed empty. */
  fields() {
    const isLine = (name) => this.#lines.some((lines) => name.startsWith(`${lines.name}-`));
    const plain = [...new FormData(this.#form)].filter(
      ([name, value]) => value.trim() && !["csrf_token", "key", "version"].includes(name) && !isLine(name),
    );
    const lines = this.#lines.flatMap((each) =>
      each.written().flatMap(({ key, text }, number) => [
        [`${each.name}-${number}-key`, key],
        [`${each.name}-${number}-text`, text],
      ]),
    );
    return [...plain, ...lines];
  }

  /** The draft of a task is given up. */
  forget() {
    if (this.#task) dropDraft(this.#task.place);
  }

  #typed(control) {
    this.#storedAt = -Infinity;
    this.#form.classList.add("open");
    this.#unmark(control);
    if (control.matches("textarea")) grow(control);
    this.#save();
  }

  #save() {
    if (!this.#task) return;
    const fields = this.fields();
    if (fields.length) this.#showSaved(saveDraft(this.#task.place, { key: this.#key, fields }));
    else {
      dropDraft(this.#task.place);
      this.#showSaved(false);
    }
  }

  #showSaved(saved) {
    slot("saved").hidden = !saved;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#sending || performance.now() - this.#storedAt < DOUBLE_TAP_MS) return;
    const errors = this.#check();
    if (Object.keys(errors).length) {
      this.#showErrors(errors);
      return;
    }
    this.#sending = true;
    const [task, title] = [this.#task, this.title];
    try {
      await task.send(this.fields(), this.#key);
      this.#storedAt = performance.now();
      dropDraft(task.place);
      // The hall may have gone on meanwhile: what is typed there by now stays.
      if (this.#task === task) this.#empty();
      this.#onStored(task, title);
    } catch {
      // A browser that can store nothing at all sends the form as it would without this script.
      this.#form.submit();
    } finally {
      this.#sending = false;
    }
  }

  #empty() {
    this.#task = null;
    this.fill([]);
    this.#showSaved(false);
  }

  /** What the server would refuse too, said before it leaves the phone. */
  #check() {
    const errors = {};
    for (const control of this.#form.querySelectorAll("[data-longest], [data-needed], .regel textarea")) {
      const [length, limit] = [[...control.value.trim()].length, Number(control.dataset.longest ?? 280)];
      if (control.dataset.needed && !length) errors[control.name] = [word(control.dataset.needed)];
      else if (length > limit) errors[control.name] = [word("tooLong", { length, limit })];
    }
    return errors;
  }

  #showErrors(errors) {
    this.#clearErrors();
    const wrong = [...this.#form.elements].filter((control) => errors[control.name]?.length);
    for (const control of wrong) {
      const line = copyOf("error");
      line.id = `${control.id}-error`;
      line.lastElementChild.textContent = errors[control.name].join(" ");
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", line.id);
      (control.closest("li") ?? control.parentElement).append(line);
    }
    if (!wrong.length) return;
    this.#form.classList.add("open");
    wrong[0].focus();
    announce(errors[wrong[0].name].join(" "));
  }

  #clearErrors() {
    this.#form.querySelectorAll("[aria-invalid]").forEach((control) => this.#unmark(control));
    this.#form.querySelectorAll(".error").forEach((line) => line.remove());
  }

  #unmark(control) {
    if (!control.hasAttribute("aria-invalid")) return;
    document.getElementById(`${control.id}-error`)?.remove();
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }

  /** One line of explanation at a time: of the chip that was touched last. */
  #explainChips() {
    const box = this.#form.querySelector("[data-chips]");
    if (!box) return;
    const notes = [...box.querySelectorAll("[data-note]")];
    const button = box.querySelector("[data-explain]");
    const show = (wanted) => notes.forEach((note) => (note.hidden = !wanted(note)));
    show(() => false);
    box.addEventListener("change", (event) => {
      if (button.getAttribute("aria-expanded") === "true") return;
      show((note) => note.dataset.note === event.target.value);
    });
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      show(() => open);
    });
  }
}

/** The lines of that list in [[name, value], ...], in their order. */
function linesIn(fields, list) {
  const lines = new Map();
  for (const [name, value] of fields) {
    const [, owner, number, part] = name.match(/^(.+)-(\d+)-(key|text)$/) ?? [];
    if (owner === list) lines.set(number, { ...lines.get(number), [part]: value });
  }
  return [...lines.values()];
}
