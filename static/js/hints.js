/** Delicate words, explained while somebody types. A hint says what the word means to others and what was agreed;
    it stops nobody. The text stays on this device: the words to look for come here, not the other way round. */

const PAUSE_MS = 600;
const SHORTEST_PART = 5;
const LONGEST_ENDING = 4;
const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;
const TYPED = "textarea, input[type=text], input:not([type])";

/** The terms that stand in the text: [{id, word, avoid}], each term once; `avoid` is the reason, where there is one. */
export function found(text, terms) {
  const words = [...text.matchAll(WORD)].map(([word]) => word);
  const lower = words.map((word) => word.toLowerCase());
  const hits = [];
  for (const [id, term] of terms) {
    const at = lower.findIndex((_, place) => stands(lower, place, term));
    if (at < 0) continue;
    const avoided = Object.entries(term.avoid).find(([word]) => like(lower[at], word.toLowerCase(), term.language));
    hits.push({ id, word: words[at], avoid: avoided?.[1] ?? "" });
  }
  return hits;
}

/** Whether one of the term's forms begins at that word. */
function stands(words, at, term) {
  const phrase = (forms, same) => forms.some((form) => form.every((part, next) => same(words[at + next] ?? "", part)));
  return phrase(term.phrases, (word, part) => word === part) || phrase(term.stems, (word, part) => like(word, part, term.language));
}

/** Whether the word is a form of the stem: with another ending or, in Dutch, as a part of a longer word. */
function like(word, stem, language) {
  if (word === stem) return true;
  if (word.startsWith(stem) && word.length <= stem.length + LONGEST_ENDING && stem.length > 2) return true;
  return language === "nl" && stem.length >= SHORTEST_PART && (word.startsWith(stem) || word.endsWith(stem));
}

/** Watches what is typed within `root`. `sentences` are what it says, `say` speaks to a screen reader. */
export class Hints {
  #root;
  #terms = [];
  #seen = new Set();
  #sentences;
  #say;
  #timer = 0;

  constructor(root, sentences, say) {
    this.#root = root;
    this.#sentences = sentences;
    this.#say = say;
    root.addEventListener("input", ({ target }) => {
      if (!target.matches(TYPED)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(target), PAUSE_MS);
    });
  }

  /** The terms are these: [[id, item], ...]. What was written before the first came is looked at now. */
  know(terms) {
    const first = !this.#terms.length;
    this.#terms = terms;
    if (first) for (const field of this.#root.querySelectorAll(TYPED)) this.#look(field);
  }

  #look(field) {
    const hits = found(field.value, this.#terms).filter(({ id }) => !this.#seen.has(id));
    const place = field.closest(".formveld, li, label") ?? field;
    const shown = place.parentElement.querySelector(":scope > .woordhint");
    const [hit] = hits;
    if ((hit?.word ?? "") === (shown?.dataset.word ?? "")) return;
    shown?.remove();
    if (!hit || !field.isConnected) return;
    place.after(this.#drawn(hit));
    this.#say(this.#line("hintDelicate", { word: hit.word }));
  }

  #line(name, values) {
    return this.#sentences[name].replace(/%\((\w+)\)s/g, (_, key) => values[key]);
  }

  #drawn(hit) {
    const term = this.#terms.find(([id]) => id === hit.id)[1];
    const box = document.createElement("aside");
    box.className = "woordhint";
    box.dataset.word = hit.word;
    const lines = [
      ["b", this.#line("hintDelicate", { word: hit.word })],
      hit.avoid && ["p", this.#line("hintAvoid", { reason: hit.avoid })],
      term.wording && ["p", this.#line("hintWording", { wording: term.wording })],
      term.explanation && ["p", term.explanation],
      ...term.meanings.map((meaning) => ["p", this.#line("hintMeaning", { meaning })]),
    ];
    for (const line of lines) if (line) box.append(element(...line));
    const close = element("button", this.#sentences.hintClose);
    close.type = "button";
    close.className = "btn small";
    close.addEventListener("click", () => {
      this.#seen.add(hit.id);
      box.remove();
    });
    box.append(close);
    return box;
  }
}

function element(name, sentence) {
  const made = document.createElement(name);
  made.textContent = sentence;
  return made;
}
