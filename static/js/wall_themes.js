/** Themes as they form: a circle of leaves for each, solid when people decided, dashed while a machine proposes. */

import { themeCircle } from "./draw/theme.js";
import { icon, inOrder, make, nothingYet } from "./wall_parts.js";
import { counted, say } from "./wall_words.js";

/** More circles than this cannot be told apart from the last row of chairs: the largest, and a count. */
const MOST = 8;

export class ThemesView {
  #main;
  #places = [];
  #drawn = "";

  constructor(main) {
    this.#main = main;
    main.replaceChildren();
  }

  draw(state) {
    const { circles, left, loose } = this.#read(state);
    const drawn = JSON.stringify([circles, left, loose]);
    if (drawn === this.#drawn) return;
    const first = this.#drawn === "";
    this.#drawn = drawn;
    if (circles.length === 0) {
      this.#main.replaceChildren(nothingYet(say("no-themes")));
      return;
    }
    const closing = first ? new Set() : this.#settle(circles);
    if (first) this.#places = circles;
    const largest = Math.max(...circles.map(({ count }) => count));
    const cells = this.#places.map((circle, place) => cell(circle, place, largest, closing.has(circle.key)));
    const rest = left > 0 ? make("p", { class: "rest" }, say("more", { count: left })) : null;
    this.#main.replaceChildren(make("div", { class: "themas" }, make("ol", {}, ...cells), rest));
  }

  aside(state) {
    const { decided, proposals, loose } = this.#read(state);
    const solid = themeCircle({ key: true, decided: true });
    const dashed = themeCircle({ key: true, decided: false });
    const legend = [[solid, counted("decided", decided)]];
    if (proposals > 0) legend.push([dashed, counted("proposals", proposals)]);
    if (loose > 0) legend.push([icon("sprout"), say("loose", { count: loose })]);
    return { line: "", legend };
  }

  #read(state) {
    const analysis = inOrder(state, "analysis").find(({ towards }) => towards === "key_characteristics");
    if (!analysis) return { circles: [], left: 0, loose: 0, decided: 0, proposals: 0 };
    const themes = inOrder(state, "theme").filter((theme) => theme.analysis === analysis.id);
    const proposals = analysis.proposals.filter(({ loose }) => !loose);
    const all = [
      // A theme that nobody named yet goes by the title of a machine, so it is drawn as one.
      ...themes.map(({ id, title, count, named }) => ({ key: `theme:${id}`, title, count, decided: named !== false })),
      ...proposals.map(({ words, count }) => ({ key: `proposal:${words}`, title: words, count, decided: false })),
    ];
    const largest = [...all].sort((a, b) => b.decided - a.decided || b.count - a.count).slice(0, MOST);
    return {
      circles: all.filter((circle) => largest.includes(circle)),
      left: all.length - largest.length,
      loose: analysis.unplaced - proposals.reduce((sum, { count }) => sum + count, 0),
      decided: themes.length,
      proposals: proposals.length,
    };
  }

  /** Each circle keeps its place; a proposal that became a decision keeps it too. Answers the keys of those. */
  #settle(circles) {
    const closing = new Set();
    const left = new Map(circles.map((circle) => [circle.key, circle]));
    const places = this.#places.map((old) => {
      let now = left.get(old.key);
      if (!now && !old.decided) {
        now = [...left.values()].find((circle) => circle.decided && circle.title === old.title);
        if (now) closing.add(now.key);
      }
      if (now) left.delete(now.key);
      return now ?? null;
    });
    const fresh = [...left.values()];
    this.#places = places.map((circle) => circle ?? fresh.shift()).filter(Boolean).concat(fresh);
    return closing;
  }
}

function cell({ title, count, decided }, place, largest, closing) {
  const letter = "abcdefgh"[place];
  const picture = themeCircle({ count, letter, decided, largest, closing });
  const name = make("h2", { dir: "auto" }, make("span", {}, title));
  const word = decided ? null : make("span", { class: "woord" }, icon("circle-dashed"), say("proposal"));
  const said = make("p", {}, make("b", { class: "num", "aria-hidden": "true" }, String(count)), make("span", { class: "visually-hidden" }, counted("said", count)), word);
  return make("li", { class: decided ? null : "proposal" }, picture, name, said);
}
