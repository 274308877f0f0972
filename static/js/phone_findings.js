/** The finding of a table on the phone: as it stands, a yes to it, other words. What is written goes through the
    outbox; whatever was typed stays until it is safe there. */

import { dropDraft, loadDraft, makeKey, saveDraft } from "./outbox.js";
import { announce, here, slot, urlFor, word } from "./phone_dom.js";
import { grow } from "./phone_lines.js";
import { ofKind } from "./state.js";

const AGREED = "lotusbloem-agreed:";

export class Panel {
  #root;
  #outbox;
  #words;
  #form;
  #state = null;
  #shown = null;
  #draft = null;
  #key = makeKey();

  constructor(root, { outbox }) {
    this.#root = root;
    this.#outbox = outbox;
    this.#words = JSON.parse(root.querySelector("[data-words]").dataset.words);
    this.#form = this.#part("write");
    this.#form.addEventListener("submit", (event) => this.#write(event));
    this.#form.addEventListener("input", (event) => this.#typed(event.target));
    this.#part("agree").addEventListener("submit", (event) => this.#agree(event));
    this.#part("lay").addEventListener("submit", (event) => this.#lay(event));
    this.#part("rewrite").addEventListener("toggle", () => this.#startFrom());
  }

  draw(state) {
    this.#state = state;
    const finding = this.#finding();
    if (!state.step) return;
    this.#keepDraftOf(state.step.id);
    this.#part("finding").hidden = !finding;
    this.#part("rewrite").firstElementChild.hidden = !finding;
    if (!finding) this.#part("rewrite").open = true;
    if (finding) this.#drawFinding(finding);
    this.#drawWaiting();
    this.#drawLate(finding);
    const look = finding ? `${finding.id}:${finding.version}` : "";
    if (this.#shown !== null && look !== this.#shown) this.#news(finding);
    // The first words came from somebody else: an empty form is in the way of reading them.
    if (this.#shown === "" && finding && !this.#fields().length) this.#part("rewrite").open = false;
    this.#shown = look;
  }

  #drawFinding(finding) {
    put(this.#part("finding-text"), finding.text);
    put(this.#part("finding-how"), finding.explanation ?? "");
    const mine = `contribution:${finding.id}` in this.#state.own;
    const yes = agreedBefore(finding);
    put(this.#part("finding-state"), this.#standing(finding, mine, yes));
    const form = this.#part("agree");
    // Whoever wrote it says yes only when nobody else sits there who could.
    // Words that lay aside and came back have their yeses still: anybody may confirm them anew.
    const enough = finding.agreed >= finding.needed;
    form.hidden = finding.confirmed || (!enough && (yes || (mine && finding.needed > 1)));
    form.elements.version.value = finding.version;
  }

  #standing(finding, mine, yes) {
    const workshop = this.#state.hall[`workshop:${here.workshop}`];
    const [, table] = ofKind(asState(this.#state.table), "table")[0] ?? [];
    const onWall = workshop?.wall_view === "findings" && !workshop.wall_hidden && workshop.wall_table === table?.number;
    if (finding.confirmed) return this.#words[onWall ? "now" : finding.told ? "told" : "confirmed"];
    const waits = filled(this.#words.waits, finding);
    return [mine && finding.needed > 1 ? this.#words.yours : yes ? this.#words.yes : "", waits].filter(Boolean).join(" ");
  }

  /** What was written here and is not on the server yet. */
  #drawWaiting() {
    const waiting = this.#state.entries.filter(
      ({ place, state }) => place.what === "new" && place.exercise === this.#state.step.id && state !== "refused",
    );
    const line = this.#part("finding-sent");
    line.hidden = waiting.length === 0;
    put(line, waiting.length ? this.#words.stored : "");
  }

  /** Own words that came when others lay there already: kept, and laid by hand if the author wants. */
  #drawLate(finding) {
    const own = ofKind(asState(this.#state.own), "contribution").filter(
      ([, item]) => item.exercise === this.#state.step.id && item.kind === "finding" && item.state === "private",
    );
    const [name, item] = own.at(-1) ?? [];
    const line = this.#part("late");
    const form = this.#part("lay");
    line.hidden = form.hidden = !item;
    if (!item) return;
    put(line.lastElementChild, filled(this.#words.late, item));
    form.action = urlFor("lay", Number(name.split(":")[1]));
    form.elements.over.value = finding?.id ?? "";
  }

  #news(finding) {
    if (!finding || `contribution:${finding.id}` in this.#state.own) return;
    announce(filled(this.#words.news, finding));
  }

  #agree(event) {
    event.preventDefault();
    const finding = this.#finding();
    if (!finding) return;
    rememberYes(finding);
    const fields = [["version", finding.version]];
    this.#outbox.put({ url: urlFor("agree", finding.id), fields, place: { what: "agree", id: finding.id } });
    announce(this.#words.yes);
    this.draw(this.#state);
    this.#part("finding-text").setAttribute("tabindex", "-1");
    this.#part("finding-text").focus();
  }

  #lay(event) {
    event.preventDefault();
    const form = event.target;
    const id = Number(form.action.match(/contributions\/(\d+)/)[1]);
    const fields = [["place", "finding"], ["over", form.elements.over.value]];
    this.#outbox.put({ url: form.action, fields, place: { what: "lay", id } });
    form.hidden = true;
  }

  async #write(event) {
    event.preventDefault();
    const wrong = this.#wrong();
    const line = this.#part("finding-error");
    line.hidden = !wrong;
    put(line, wrong?.sentence ?? "");
    if (wrong) {
      wrong.field.focus();
      return;
    }
    const [exercise, draft] = [this.#state.step.id, this.#draft];
    const fields = [...this.#fields(), ["over", this.#finding()?.id ?? ""]];
    try {
      await this.#outbox.put({ url: urlFor("contribute", exercise), fields, key: this.#key, place: { what: "new", exercise } });
    } catch {
      // A browser that can store nothing at all sends the form as it would without this script.
      this.#form.elements.over.value = this.#finding()?.id ?? "";
      this.#form.submit();
      return;
    }
    dropDraft(draft);
    announce(this.#words.stored);
    // The hall may have gone on meanwhile: what is typed there by now stays.
    if (this.#draft !== draft) return;
    this.#key = makeKey();
    for (const field of this.#form.querySelectorAll("textarea")) field.value = "";
    this.#part("rewrite").open = !this.#finding();
  }

  #wrong() {
    for (const field of this.#form.querySelectorAll("textarea")) {
      const [length, limit] = [[...field.value.trim()].length, Number(field.dataset.longest)];
      if (field.dataset.needed && !length) return { field, sentence: word("text") };
      if (length > limit) return { field, sentence: word("tooLong", { length, limit }) };
    }
    return null;
  }

  #fields() {
    return [...this.#form.querySelectorAll("textarea")].filter(({ value }) => value.trim()).map(({ name, value }) => [name, value]);
  }

  #typed(field) {
    if (field.matches("textarea")) grow(field);
    this.#part("finding-error").hidden = true;
    if (this.#draft) saveDraft(this.#draft, { key: this.#key, fields: this.#fields() });
  }

  #keepDraftOf(exercise) {
    const place = `${here.participant}:step:${exercise}`;
    if (place === this.#draft) return;
    this.#draft = place;
    const draft = loadDraft(place);
    if (!draft) return;
    this.#key = draft.key ?? makeKey();
    for (const [name, value] of draft.fields) if (this.#form.elements[name]) this.#form.elements[name].value = value;
    this.#part("rewrite").open = true;
    this.#form.querySelectorAll("textarea").forEach(grow);
  }

  /** Saying it differently starts from the words that lie there. */
  #startFrom() {
    const finding = this.#finding();
    if (!this.#part("rewrite").open || !finding || this.#fields().length) return;
    this.#form.elements.text.value = finding.text;
    this.#form.elements.explanation.value = finding.explanation ?? "";
    this.#form.querySelectorAll("textarea").forEach(grow);
  }

  #finding() {
    const found = ofKind(asState(this.#state?.table ?? {}), "finding").find(([, item]) => item.exercise === this.#state.step?.id);
    return found ? { ...found[1], id: Number(found[0].split(":")[1]) } : null;
  }

  #part(name) {
    return slot(name, this.#root);
  }
}

function asState(items) {
  return { items: new Map(Object.entries(items)) };
}

function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Only this phone knows what its owner said yes to; the table knows how many did. */
function agreedBefore({ id, version }) {
  try {
    return localStorage.getItem(`${AGREED}${here.participant}:${id}`) === String(version);
  } catch {
    return false;
  }
}

function rememberYes({ id, version }) {
  try {
    localStorage.setItem(`${AGREED}${here.participant}:${id}`, String(version));
  } catch {
    // Saying yes twice counts once, so nothing is lost without a memory.
  }
}
