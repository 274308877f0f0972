/** The wall: draws what it was delivered with, then follows the news. Nobody stands beside it to press reload. */

import { applySnapshot, emptyState } from "./state.js";
import { CardsView } from "./wall_cards.js";
import { returnWhenOpen, whatBecameOfIt } from "./wall_ended.js";
import { FindingsView } from "./wall_findings.js";
import { JoinView } from "./wall_join.js";
import { LeversView } from "./wall_levers.js";
import { LotusView } from "./wall_lotus.js";
import { make, nothingYet, only } from "./wall_parts.js";
import { PreconditionsView, ResultView } from "./wall_ranking.js";
import { SolutionView } from "./wall_solution.js";
import { SortingView } from "./wall_sorting.js";
import { Spine } from "./wall_spine.js";
import { ThemesView } from "./wall_themes.js";
import { TreeView } from "./wall_tree.js";
import { say } from "./wall_words.js";

const VIEWS = {
  join: JoinView,
  cards: CardsView,
  findings: FindingsView,
  levers: LeversView,
  lotus: LotusView,
  preconditions: PreconditionsView,
  themes: ThemesView,
  tree: TreeView,
  result: ResultView,
  solution: SolutionView,
  sorting: SortingView,
};
/** A hiccup of the network is nobody's news. */
const QUIET_MS = 4000;
const RETURN_MS = 30000;
/** How far the server's clock is ahead of this machine's: nobody sets the clock of a projector. */
const AHEAD_MS = Date.parse(document.querySelector("main").dataset.now) - Date.now();

class Wall {
  #main = document.querySelector("main");
  #spine = new Spine(document.querySelector(".spine"), () => Date.now() + AHEAD_MS);
  #name = null;
  #view = null;
  #state = null;
  #ended = false;

  constructor() {
    addEventListener("resize", () => this.#again());
    // The first lines may have been measured in a typeface that was still on its way.
    document.fonts.ready.then(() => this.#again());
  }

  get place() {
    return this.#main.dataset;
  }

  draw(state) {
    if (this.#ended) return;
    this.#state = state;
    const { wall_view: view, wall_hidden: hidden } = only(state, "workshop");
    const name = hidden ? "hidden" : view;
    document.body.classList.toggle("verborgen", hidden === true);
    if (name !== this.#name) this.#turn(name);
    if (this.#view) this.#view.draw(state);
    this.#spine.draw(state, this.#view?.aside?.(state) ?? {});
  }

  /** The day is over: the links of the wall end, a result that stands there stays to be looked at. */
  end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#spine.end();
    if (this.#name !== "result") {
      this.#turn(null);
      this.#main.replaceChildren(nothingYet(say("ended")));
    }
    returnWhenOpen(RETURN_MS);
  }

  connection(word) {
    this.#spine.connection(word);
  }

  #turn(name) {
    this.#view?.leave?.();
    this.#name = name;
    this.#view = null;
    if (name === "hidden") this.#main.replaceChildren(make("p", { class: "verborgen-woord" }, say("hidden")));
    else if (name in VIEWS) this.#view = new VIEWS[name](this.#main);
  }

  #again() {
    if (!this.#state || this.#ended) return;
    const name = this.#name;
    this.#turn(null);
    this.#name = null;
    this.draw(this.#state);
    this.#name = name;
  }
}

function follow(wall, snapshot, connect) {
  const { secret, audience } = wall.place;
  const wire = connect({ auth: { wall: secret }, headers: { Authorization: `Bearer ${secret}` } });
  let quiet = null;
  wire.onConnection((state) => {
    clearTimeout(quiet);
    if (state === "offline") quiet = setTimeout(() => wall.connection(say("offline")), QUIET_MS);
    else wall.connection("");
  });
  const refused = async () => {
    if ((await whatBecameOfIt()) === "open") setTimeout(() => location.reload(), RETURN_MS);
    else wall.end();
  };
  wire.onGoodbye(({ why }) => {
    if (why === "closed") wall.end();
    else if (why !== "restart") refused();
  });
  wire.watch(audience, { snapshot, onState: (state) => wall.draw(state), onRefused: refused });
}

/** The screen of the laptop stays on, where the browser can promise that. */
async function stayAwake() {
  if (document.hidden) return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Without it the facilitator's own settings decide, as with any other page.
  }
}

const snapshot = JSON.parse(document.getElementById("snapshot").textContent);
const wall = new Wall();
wall.draw(applySnapshot(emptyState(snapshot.audience), snapshot).state);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
try {
  const { connect } = await import("./wire.js");
  follow(wall, snapshot, connect);
} catch {
  // The network went between the page and its last module; what is drawn stays until it is back.
  wall.connection(say("offline"));
  returnWhenOpen(RETURN_MS);
}
