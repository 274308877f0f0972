/** Who else works here, and on what: their names at the head, their initials on what they have open. */

import { say } from "../controls.js";
import { clone, fill, slot, words, write } from "./parts.js";

const SAY_MS = 15000;
const AGAIN_MS = 1500;

export class Company {
  #me;
  #board;
  #place;
  #people = [];
  #here = null;
  #saidAt = -Infinity;
  #wire = null;

  constructor(me, board) {
    this.#me = me;
    this.#board = board;
    this.#place = document.getElementById("company");
    board.onDrawn = () => this.#mark();
  }

  /** Hears and tells over that wire; the audience is that of this workbench. */
  join(wire, audience) {
    this.#wire = wire;
    wire.onPresence((message) => message.audience === audience && this.#hear(message.people));
    // A server that lost the line forgot what was open here.
    wire.onConnection((now) => now === "online" && setTimeout(() => wire.here(this.#here), AGAIN_MS));
  }

  /** What I have open: "theme:12", "passage:34", or null. */
  open(place) {
    this.#here = place;
    this.#wire?.here(place);
  }

  #hear(people) {
    const before = new Set(this.#people.map((each) => each.user));
    this.#people = people.filter((each) => String(each.user) !== this.#me);
    this.#place.hidden = !this.#people.length;
    const names = this.#people.map((each) => each.name);
    write(slot(this.#place, "word"), names.length === 1 ? fill(words.withOne, { name: names[0] }) : fill(words.withMany, { names: listed(names) }));
    const fresh = this.#people.filter((each) => !before.has(each.user));
    const now = performance.now();
    if (fresh.length && now - this.#saidAt > SAY_MS) {
      this.#saidAt = now;
      say(this.#place.textContent.trim());
    }
    this.#mark();
  }

  /** A card that is not drawn is marked at the theme that it stands in. */
  #mark() {
    const wanted = new Map();
    for (const person of this.#people) {
      for (const place of person.places) {
        const at = this.#at(place);
        if (at) wanted.set(at, [...(wanted.get(at) ?? []), person]);
      }
    }
    for (const mark of document.querySelectorAll(".hier")) if (!wanted.has(mark.parentElement)) mark.remove();
    for (const [at, people] of wanted) this.#put(at, people);
  }

  #at(place) {
    const [kind, id] = place.split(":");
    const card = kind === "passage" ? this.#board.card(Number(id)) : null;
    if (card) return card;
    const theme = kind === "passage" ? this.#board.model?.passages.get(Number(id))?.theme : null;
    const block = this.#board.block(kind === "passage" ? `theme:${theme}` : place);
    return block?.isConnected ? block.querySelector(".herkomst") : null;
  }

  #put(at, people) {
    let mark = at.querySelector(":scope > .hier");
    if (!mark) at.append((mark = clone("here")));
    const names = people.map((each) => each.name);
    write(slot(mark, "initials"), names.map(initials).join(" "));
    write(slot(mark, "names"), fill(words.openWith, { names: listed(names) }));
    mark.title = fill(words.openWith, { names: listed(names) });
  }
}

/** Two letters are enough to know each other by at a table. */
function initials(name) {
  const parts = name.split(/[\s._-]+/).filter(Boolean);
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : name.slice(0, 2)).toLocaleUpperCase();
}

function listed(names) {
  return new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(names);
}
