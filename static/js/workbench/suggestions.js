/** For what nobody placed: the theme that it resembles most, with how sure that is, and one press to place it. */

import { clone, fill, here, may, slot, words, write } from "./parts.js";

const REST_MS = 1500;
/** Until what was just said has been read by the machine too. */
const BEHIND_MS = 8000;
let known = {};
let asking = null;
let about = "";

/** Asks again when other passages wait or other themes stand; draws what is known on the cards that are drawn. */
export function drawSuggestions(model, board) {
  // A proposal that is being made has the machine to itself.
  if (model.run?.state === "running") {
    about = "";
    clearTimeout(asking);
    return drawAll(model, board);
  }
  const now = `${model.loose.map((each) => each.id)}|${model.themes.map((each) => each.id)}`;
  if (now !== about) {
    about = now;
    clearTimeout(asking);
    if (model.loose.length && model.themes.length) asking = setTimeout(() => ask(model, board), REST_MS);
  }
  return drawAll(model, board);
}

/** Pressing one places the card in that theme. */
export function letSuggest(choice) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-slot=place-here]");
    if (button) choice.move([Number(button.closest("[data-passage]").dataset.passage)], Number(button.dataset.theme));
  });
}

async function ask(model, board) {
  try {
    const response = await fetch(`${here}/suggestions.json`, { headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!answer.ok) return;
    known = answer.suggestions;
    if (answer.state === "behind") asking = setTimeout(() => ask(board.model ?? model, board), BEHIND_MS);
    write(slot(document, "suggesting"), answer.words);
    slot(document, "suggesting").hidden = !answer.words;
    drawAll(board.model ?? model, board);
  } catch {
    // Placing by hand needs no suggestions; the next news asks again.
    about = "";
  }
}

function drawAll(model, board) {
  const titles = new Map(model.themes.map((theme) => [theme.id, theme.title]));
  for (const old of document.querySelectorAll(".theme [data-slot=suggestion]")) old.remove();
  for (const passage of model.loose) {
    const card = board.card(passage.id);
    if (card) drawOne(card, passage, (known[passage.id] ?? [])[0], titles);
  }
}

function drawOne(card, passage, best, titles) {
  const kept = slot(card, "suggestion");
  const title = titles.get(best?.theme);
  if (!title) return kept?.remove();
  const row = kept ?? clone("suggestion");
  if (!kept) card.append(row);
  write(slot(row, "resembles"), fill(words.resembles, { title, percent: Math.round(best.sure * 100) }));
  const button = slot(row, "place-here");
  if (!may || !button) return button?.remove();
  button.dataset.theme = best.theme;
  button.setAttribute("aria-label", fill(words.placeHere, { text: passage.text.slice(0, 60), title }));
  return undefined;
}
