/** Board, map and outline: three views of the same themes. The view stands in the address, so that a link shows a
    colleague the same. */

import { say } from "../controls.js";
import { slot, words } from "./parts.js";

export const VIEWS = ["board", "map", "outline"];
const NARROW = matchMedia("(max-width: 40rem)");
const links = [...document.querySelectorAll("[data-view-link]")];
const bench = document.querySelector(".bench");

/** The view that the address asks for; on a narrow window the outline where it asks for none. */
function asked() {
  const said = new URL(location.href).searchParams.get("view");
  return VIEWS.includes(said) ? said : NARROW.matches ? "outline" : "board";
}

/** Shows one of them now, and another whenever a person or the address asks for it. */
export class Views {
  #board;
  #map;
  now = null;

  constructor(board, map) {
    this.#board = board;
    this.#map = map;
    for (const link of links) link.addEventListener("click", (event) => this.#choose(event, link.dataset.viewLink));
    addEventListener("popstate", () => this.show(asked()));
    NARROW.addEventListener("change", () => this.show(asked()));
    this.show(asked());
  }

  show(view) {
    if (view === this.now) return;
    this.now = view;
    bench.dataset.view = view;
    for (const link of links) {
      if (link.dataset.viewLink === view) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.#board.showAs(view, view === "map" ? slot(document, "contents") : this.#board.home);
    this.#map.show(view === "map");
  }

  #choose(event, view) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("view", view);
    history.pushState(history.state, "", address);
    this.show(view);
    say(words.views[view]);
  }
}
