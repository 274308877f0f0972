/** What can be done with the chosen contributions besides moving: take over from a proposal, link, keep apart, not
    use. */

import { act, tell } from "./acts.js";
import { fill, slot, words, write } from "./parts.js";
import { proposalOf } from "./panel/beside.js";

const bar = document.getElementById("sort");
const dialog = document.getElementById("aside");
const SAID = { link: words.linked, apart: words.apart, unaside: words.usedAgain };

/** Makes the buttons of the bar of that choice work on the board's model. */
export function letActOnChosen(choice, board) {
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choice-act]");
    if (!button) return;
    event.preventDefault();
    const name = button.dataset.choiceAct;
    if (name === "aside") ask(choice);
    else if (name === "adopt") adoptChosen(choice, board);
    else send(name, choice.ids, [], choice);
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = event.target.elements.reason;
    const seen = [...new Set(choice.ids.map((id) => board.model.passages.get(id)?.theme ?? 0))];
    const answer = await send("aside", choice.ids, [["reason", field.value], ...seen.map((id) => ["seen_theme", id])], choice);
    if (answer) dialog.close();
    else field.focus();
  });
}

/** Which of those buttons make sense for what is chosen now. */
export function drawChosen(choice, model) {
  const ids = choice.ids;
  for (const name of ["link", "apart"]) bar.querySelector(`[data-choice-act=${name}]`).hidden = ids.length < 2;
  const held = ids.filter((id) => proposalOf(id, model));
  const adopting = bar.querySelector("[data-choice-act=adopt]");
  adopting.hidden = !held.length;
  write(slot(adopting, "word"), fill(words.adoptChosen, { count: held.length }));
}

function ask(choice) {
  if (!choice.ids.length) return;
  dialog.querySelector("form").reset();
  dialog.showModal();
}

async function send(name, ids, more, choice) {
  const said = { ...SAID, aside: words.putAside }[name];
  const answer = await act(name, [...ids.map((id) => ["passage", id]), ...more], said);
  if (answer) choice.clear();
  return answer;
}

/** Each proposal with the chosen cards in it is taken over for those alone. */
async function adoptChosen(choice, board) {
  const model = board.model;
  for (const [cluster, ids] of grouped(choice.ids, model)) {
    const answer = await act("adopt", [["cluster_id", cluster], ...ids.map((id) => ["passage", id])]);
    if (!answer) return;
    board.focusSoon(`theme:${answer.theme}`);
  }
  tell(words.adopted);
  choice.clear();
}

function grouped(ids, model) {
  const found = new Map();
  for (const id of ids) {
    const held = proposalOf(id, model);
    if (held) found.set(held.id, [...(found.get(held.id) ?? []), id]);
  }
  return found;
}
