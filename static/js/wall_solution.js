/** The solution space on the wall: the vision with its tree, the levers, the preconditions, the ingredients. */

import { leastOf } from "./wall_levers.js";
import { icon, inOrder, make, only } from "./wall_parts.js";
import { addressOf, Picture } from "./wall_picture.js";
import { preconditionRows, resultRows } from "./wall_rows.js";
import { treeKey } from "./wall_tree.js";
import { say } from "./wall_words.js";

const LETTERS = "abcdefgh";

export class SolutionView {
  #main;
  #picture;
  #vision = make("p", { class: "streefbeeld", dir: "auto" });
  #columns = make("div", { class: "kolommen" });
  #drawn = "";

  constructor(main) {
    this.#main = main;
    const tree = make("div", { class: "boompje" });
    main.classList.add("ruimtewand");
    main.replaceChildren(make("div", { class: "kop" }, tree, this.#vision), this.#columns);
    this.#picture = new Picture(tree, addressOf("tree", "?bare"));
  }

  draw(state) {
    this.#picture.show(treeKey(state));
    const { vision } = only(state, "workshop");
    const columns = [levers(state), preconditions(state), ingredients(state)];
    const drawn = JSON.stringify([vision, columns]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#vision.textContent = vision || say("no-vision");
    this.#columns.replaceChildren(...columns.map(column));
    for (const list of this.#columns.querySelectorAll("ol")) fit(list);
  }

  aside(state) {
    return { title: say("solution"), line: leastOf(state) };
  }

  leave() {
    this.#picture.leave();
    this.#main.classList.remove("ruimtewand");
  }
}

function levers(state) {
  const rows = inOrder(state, "lever").sort((a, b) => b.count - a.count || a.position - b.position);
  const shown = rows.map(({ name, petal, icon: glyph, count }) => ({ title: name, petal: petal.toLowerCase(), glyph, end: String(count) }));
  return { title: say("solution-levers"), empty: say("no-levers"), rows: shown };
}

function preconditions(state) {
  const rows = preconditionRows(state).map(({ title, rank, proposal }) => ({ title, rank, proposal }));
  return { title: say("solution-needs"), empty: say("no-needs"), rows };
}

function ingredients(state) {
  const rows = resultRows(state).rows.map(({ title, proposal }, place) => ({ title, proposal, letter: proposal ? null : (LETTERS[place] ?? null) }));
  return { title: say("solution-why"), empty: say("no-ingredients"), rows };
}

function column({ title, empty, rows }) {
  const body = rows.length > 0 ? make("ol", {}, ...rows.map(row)) : make("p", { class: "q" }, empty);
  return make("section", {}, make("h2", {}, title), body);
}

function row({ title, petal = null, glyph = null, letter = null, rank = null, proposal = false, end = null }) {
  const mark = glyph
    ? make("span", { class: "rond", "data-p": petal }, icon(glyph))
    : letter
      ? make("span", { class: "petal", "data-p": letter, "aria-hidden": "true" }, letter.toUpperCase())
      : make("span", { class: "rang" }, rank === null ? "" : String(rank), ...(proposal ? [icon("circle-dashed", say("proposal"))] : []));
  const number = end === null ? null : make("b", { class: "num" }, end);
  return make("li", { class: proposal ? "proposal" : null }, mark, make("span", { class: "naam", dir: "auto" }, title), number);
}

/** Rows that do not fit are counted on the last line; nothing is ever cut in half or made smaller. */
function fit(list) {
  const over = () => list.scrollHeight > list.clientHeight + 1;
  if (!over()) return;
  const rest = make("li", { class: "rest" });
  list.append(rest);
  let left = 0;
  while (over() && list.children.length > 2) {
    rest.previousElementSibling.remove();
    left += 1;
    rest.textContent = say("more", { count: left });
  }
}
