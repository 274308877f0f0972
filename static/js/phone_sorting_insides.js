/** What lies on each own pile: its name, its statements to take back, and putting it on another pile. */

import { announce, slot } from "./phone_dom.js";

export class Insides {
  #list;
  #root;
  #tools;

  /** tools: act(what), say(name, values), label(pile). */
  constructor(list, root, tools) {
    this.#list = list;
    this.#root = root;
    this.#tools = tools;
    list.addEventListener("submit", (event) => this.#submitted(event));
  }

  draw(piles, texts) {
    const old = new Map([...this.#list.children].map((each) => [each.dataset.pile, each]));
    piles.forEach((pile, place) => {
      const inside = old.get(pile.key) ?? this.#made(pile.key);
      this.#fill(inside, pile, piles, texts);
      if (this.#list.children[place] !== inside) this.#list.insertBefore(inside, this.#list.children[place] ?? null);
    });
    while (this.#list.children.length > piles.length) this.#list.lastElementChild.remove();
  }

  #made(key) {
    const inside = this.#copyOf("inside-row");
    inside.dataset.pile = key;
    for (const [control, id] of [["input[name=name]", `naam-${key}`], ["select", `bij-${key}`]]) {
      inside.querySelector(control).id = id;
      inside.querySelector(control).closest("form").querySelector("label").htmlFor = id;
    }
    return inside;
  }

  #fill(inside, pile, piles, texts) {
    const shown = pile.statements.filter((id) => texts.has(id));
    slot("name", inside).textContent = this.#tools.label(pile);
    slot("count", inside).textContent = this.#tools.say(shown.length === 1 ? "countOne" : "count", { count: shown.length });
    const name = inside.querySelector("input[name=name]");
    if (document.activeElement !== name) name.value = pile.name;
    const list = slot("statements", inside);
    const rows = new Map([...list.children].map((row) => [Number(row.dataset.statement), row]));
    list.replaceChildren(...shown.map((id) => rows.get(id) ?? this.#statement(id, texts.get(id))));
    const others = piles.filter(({ key }) => key !== pile.key);
    const select = inside.querySelector("select");
    const chosen = select.value;
    select.replaceChildren(...others.map((other) => new Option(this.#tools.label(other), other.key, false, other.key === chosen)));
    select.closest("form").hidden = others.length === 0;
  }

  #statement(id, text) {
    const row = this.#copyOf("statement-row");
    row.dataset.statement = id;
    slot("text", row).textContent = text;
    row.querySelector("button").setAttribute("aria-label", this.#tools.say("takeBack", { text }));
    return row;
  }

  #submitted(event) {
    event.preventDefault();
    const form = event.target;
    const pile = form.closest("details").dataset.pile;
    const row = form.closest("[data-statement]");
    if (row) {
      this.#tools.act({ act: "take-back", statement: Number(row.dataset.statement), seen: pile });
      announce(this.#tools.say("back", { text: slot("text", row).textContent }));
    } else if (form.dataset.do === "name") {
      const name = form.elements.name.value.trim();
      form.elements.name.blur();
      this.#tools.act({ act: "name", pile, name });
      announce(this.#tools.say("named", { pile: name || this.#tools.label({ key: pile, name: "" }) }));
    } else {
      const into = form.elements.into;
      const called = into.selectedOptions[0].textContent;
      this.#tools.act({ act: "merge", pile, into: into.value });
      announce(this.#tools.say("merged", { pile: called }));
      [...this.#list.children].find((each) => each.dataset.pile === into.value)?.querySelector("summary").focus();
    }
  }

  #copyOf(name) {
    return slot(name, this.#root).content.firstElementChild.cloneNode(true);
  }
}
