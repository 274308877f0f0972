/** A phone that let go of its place: what still waits in its outbox is shown, to copy. */

import { openStore } from "./outbox_store.js";

const { workshop } = document.getElementById("main").dataset;

/** Who this phone was here, as its page wrote down; null when it never did. */
function participant() {
  try {
    return localStorage.getItem(`lotusbloem-was:${workshop}`);
  } catch {
    return null;
  }
}

async function unsent() {
  const who = participant();
  if (!who) return [];
  const entries = await (await openStore(`lotusbloem-outbox-${who}`)).all();
  return entries.filter(({ place }) => place?.what === "new" || place?.what === "correct").sort((one, other) => one.at - other.at);
}

function row({ fields }) {
  const text = fields
    .filter(([name]) => name === "title" || /text$/.test(name) || ["what", "who", "obstacle", "explanation"].includes(name))
    .map(([, value]) => value)
    .join("\n");
  const item = document.getElementById("unsent").content.firstElementChild.cloneNode(true);
  item.querySelector("p").textContent = text;
  item.querySelector("button").addEventListener("click", () => copy(text, item));
  return item;
}

async function copy(text, item) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain HTTP a page may not write to the clipboard: the words are chosen, so that a long press copies them.
    getSelection().selectAllChildren(item.querySelector("p"));
    return;
  }
  document.getElementById("status").textContent = document.getElementById("copied").textContent;
}

const rows = (await unsent()).map(row);
const section = document.querySelector("[data-slot=unsent]");
section.hidden = rows.length === 0;
section.querySelector("ul").append(...rows);
