/** The keyboard: arrows walk over the cards, space chooses, Ctrl+A the whole list, enter opens the menu, Ctrl+Z
    takes back. All of it only while a card has the focus, except taking back. */

import { setStop } from "./board.js";

export function listenToKeys(choice, { undo, redo }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = event.target.matches?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
      return;
    }
    const card = event.target.closest?.("[data-passage]");
    if (card && choice && !typing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
      event.preventDefault();
      choice.chooseAll(keyOf(card));
      return;
    }
    if (card && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) onCard(event, card, choice);
  });
}

/** The theme, proposal or list that a card stands in. */
function keyOf(card) {
  const block = card.closest("[data-theme], [data-cluster]");
  if (!block) return "loose";
  return block.dataset.theme ? `theme:${block.dataset.theme}` : `cluster:${block.dataset.cluster}`;
}

function onCard(event, card, choice) {
  const next = neighbour(card, event.key);
  if (next) {
    event.preventDefault();
    reach(next);
    if (event.shiftKey && choice && next.parentElement === card.parentElement) {
      for (const each of [card, next]) choice.choose(choice.hold(each));
    }
  } else if (event.key === "Enter" && choice && event.target.matches("input")) {
    event.preventDefault();
    choice.askAt(card);
  } else if (event.key === "Escape" && choice) {
    choice.clear();
    reach(card);
  }
}

/** The card that an arrow, Home or End leads to; undefined for other keys and at the edges. */
function neighbour(card, key) {
  const cards = [...card.parentElement.children].filter((each) => each.dataset.passage);
  const place = cards.indexOf(card);
  if (key === "ArrowDown") return cards[place + 1];
  if (key === "ArrowUp") return cards[place - 1];
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const lists = [...document.querySelectorAll("ul")].filter((list) => list.querySelector(":scope > [data-passage]"));
  const rtl = document.documentElement.dir === "rtl";
  const step = (key === "ArrowRight") !== rtl ? 1 : -1;
  return lists[lists.indexOf(card.parentElement) + step]?.querySelector(":scope > [data-passage]");
}

function reach(card) {
  for (const each of card.parentElement.children) if (each.dataset.passage) setStop(each, each === card);
  card.querySelector("input, a").focus();
}
