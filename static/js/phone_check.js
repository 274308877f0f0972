/** *Is this what you meant?* on the phone: own passages with their theme, one at a time; the answers go through
    the outbox. */

import { dropDraft, loadDraft, saveDraft } from "./outbox.js";
import { announce, here, setState, slot, urlFor } from "./phone_dom.js";
import { ofKind } from "./state.js";

export class Panel {
  #root;
  #outbox;
  #words;
  #all = [];
  #at = null;
  #entries = [];
  #articles = new Map();

  constructor(root, { outbox }) {
    this.#root = root;
    this.#outbox = outbox;
    this.#words = JSON.parse(root.querySelector("[data-words]").dataset.words);
    for (const article of this.#part("questions").children) this.#articles.set(article.dataset.check, article);
    root.addEventListener("submit", (event) => this.#answered(event));
    root.addEventListener("input", (event) => event.target.name === "why" && saveDraft(this.#place(event.target), { fields: [["why", event.target.value]] }));
    this.#part("walk-back").addEventListener("click", () => this.#go(-1));
    this.#part("walk-on").addEventListener("click", () => this.#go(1));
    outbox.on((entry) => this.#heard(entry));
  }

  draw({ step, own, entries }) {
    if (step?.kind !== "check") return;
    this.#entries = entries.filter(({ place }) => place.what === "meant").sort((one, other) => one.at - other.at);
    this.#all = checksOf(own);
    this.#redraw();
  }

  /** The next that waits for an answer, else where somebody is. */
  #redraw() {
    const names = this.#all.map(({ name }) => name);
    if (!names.includes(this.#at)) this.#at = this.#all.find((each) => !this.#saidOf(each))?.name ?? "done";
    const place = names.indexOf(this.#at);
    this.#part("none").hidden = names.length > 0;
    this.#part("walk").hidden = names.length === 0;
    const done = this.#part("done");
    done.hidden = names.length === 0 || this.#at !== "done";
    done.lastElementChild.textContent = this.#words.done;
    this.#part("progress").textContent = place < 0 ? "" : this.#say("progress", { number: place + 1, all: names.length });
    this.#part("walk-back").hidden = place === 0;
    this.#part("walk-on").hidden = place < 0;
    const shown = place < 0 ? [] : [this.#article(this.#all[place])];
    const list = this.#part("questions");
    if (list.children.length !== shown.length || list.firstElementChild !== (shown[0] ?? null)) list.replaceChildren(...shown);
    const state = this.#part("check-state");
    state.hidden = this.#entries.length === 0;
    setState(state, { glyph: "smartphone", kind: "wait", word: this.#words.waiting });
  }

  /** What this person said of it: what waits in the outbox comes before what the server knows. */
  #saidOf(one) {
    const waiting = this.#entries.filter(({ place, state }) => place.name === one.name && state !== "refused").at(-1);
    return waiting ? Object.fromEntries(waiting.fields).answer : one.meant;
  }

  #article(one) {
    if (!this.#articles.has(one.name)) this.#articles.set(one.name, this.#made(one));
    const article = this.#articles.get(one.name);
    slot("text", article).textContent = one.text;
    slot("title", article).textContent = one.title;
    slot("description", article).textContent = one.description;
    slot("description", article).hidden = !one.description;
    const said = this.#saidOf(one);
    slot("said", article).hidden = !said;
    if (said) setState(slot("said", article).firstElementChild, { glyph: said === "yes" ? "check" : "flag", kind: "still", word: this.#words[said] });
    return article;
  }

  #made(one) {
    const article = this.#part("question").content.firstElementChild.cloneNode(true);
    article.dataset.check = one.name;
    const [form, why] = [article.querySelector("form"), article.querySelector("textarea")];
    form.action = urlFor("meant", one.passage);
    form.elements.theme.value = one.theme;
    why.id = `why-${one.name}`;
    form.querySelector("label").htmlFor = why.id;
    why.value = loadDraft(this.#place(why))?.fields?.[0]?.[1] ?? one.why;
    return article;
  }

  async #answered(event) {
    event.preventDefault();
    const one = this.#all.find(({ name }) => name === this.#at);
    const answer = event.submitter?.value;
    if (!one || !answer) return;
    const form = event.target;
    const fields = [["theme", one.theme], ["answer", answer], ["why", answer === "no" ? form.elements.why.value : ""]];
    try {
      await this.#outbox.put({ url: urlFor("meant", one.passage), fields, place: { what: "meant", id: one.passage, name: one.name } });
    } catch {
      sendPlainly(form, answer);
      return;
    }
    announce(this.#words[answer]);
    this.#at = this.#all.find((each) => each.name !== one.name && !this.#saidOf(each))?.name ?? "done";
    this.#redraw();
    this.#focus();
  }

  #go(by) {
    const names = [...this.#all.map(({ name }) => name), "done"];
    this.#at = names[Math.max(0, Math.min(names.length - 1, names.indexOf(this.#at) + by))];
    this.#redraw();
    this.#focus();
  }

  #focus() {
    (this.#at === "done" ? this.#part("ask") : slot("title", this.#part("questions"))).focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  #heard(entry) {
    if (entry.place?.what !== "meant") return;
    if (entry.state === "sent") dropDraft(`${here.participant}:meant:${entry.place.name}`);
    if (entry.state === "refused") announce(entry.why === "conflict" ? this.#words.moved : entry.message);
  }

  #place(field) {
    return `${here.participant}:meant:${field.closest("article").dataset.check}`;
  }

  #say(name, values) {
    return this.#words[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));
  }

  #part(name) {
    return slot(name, this.#root);
  }
}

/** A browser that can store nothing at all sends the form as it would without this script. */
function sendPlainly(form, answer) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value: answer }));
  form.submit();
}

/** The own passages that were placed, oldest first. */
function checksOf(own) {
  return ofKind({ items: new Map(Object.entries(own)) }, "contribution")
    .map(([name, item]) => [Number(name.split(":")[1]), item])
    .filter(([, item]) => item.state === "shown")
    .sort(([one], [other]) => one - other)
    .flatMap(([, item]) => [item, ...item.parts].flatMap((said) => said.placed.map((place) => checkOf(said, place))));
}

function checkOf({ text }, place) {
  // Places in a text are code points, as the server counts them.
  const part = place.ends_at === null && !place.starts_at ? text : [...text].slice(place.starts_at, place.ends_at ?? undefined).join("");
  return { name: `${place.passage}-${place.theme}`, text: part, ...place };
}
