/** A member's pages: what is typed stays on this device, leaves by itself, and what is new is said, not pushed. */

import "./theme.js";
import { loadDraft, openOutbox, saveDraft } from "./outbox.js";
import { orderLists } from "./focus_order.js";
import { Sending } from "./focus_send.js";
import { markable } from "./focus_words.js";

const LOOK_AGAIN_MS = 20000;

const main = document.getElementById("main");
/** {participant, words, token, marks, hints} */
const here = JSON.parse(main.dataset.here);

document.documentElement.classList.add("js");

/** The sentence of that name, with %(name)s filled in. */
function word(name, values = {}) {
  return here.words[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));
}

/** To a screen reader, in the page's one polite region. */
function announce(sentence) {
  document.getElementById("status").textContent = sentence;
}

function token() {
  return document.querySelector("meta[name=csrf-token]").content;
}

async function freshToken() {
  const answer = await fetch(here.token, { credentials: "same-origin", cache: "no-store" });
  return (await answer.json()).csrf;
}

const outbox = await openOutbox({ owner: here.participant, token, freshToken });
const page = { here, main, word, announce, outbox };

orderLists(page);
markable(page);
const sending = new Sending(page);
await sending.start();
rememberLook();
showDrafts();
thanks();
sayWhatHappened();
watchForNews();
explain();

document.addEventListener("click", (event) => event.target.closest("[data-closes]")?.closest("dialog")?.close());
document.querySelector(".js-focus")?.focus();
document.documentElement.dataset.ready = "yes";

/** On the page of the day: where I began to write, or what waits here. */
async function showDrafts() {
  const waiting = new Set((await outbox.entries()).map((entry) => entry.place));
  for (const card of document.querySelectorAll("[data-question]")) {
    const place = `question:${card.dataset.question}`;
    const slot = card.querySelector("[data-slot=draft]");
    if (!slot) continue;
    if (waiting.has(place)) slot.textContent = word("onDevice");
    else if (loadDraft(`${here.participant}:${place}`)) slot.textContent = word("started");
  }
}

/** The server knows the day of the last look, this device knows what was seen: what was is not new any more. */
function rememberLook() {
  const place = (exercise) => `${here.participant}:looked:${exercise}`;
  if (main.dataset.looked) {
    const { exercise, ...looked } = JSON.parse(main.dataset.looked);
    saveDraft(place(exercise), looked);
  }
  for (const news of document.querySelectorAll("[data-news]")) {
    const looked = loadDraft(place(news.dataset.exercise));
    if (!looked) continue;
    const { news: kind, newest, thanks } = news.dataset;
    const known = { thanks: Number(thanks) <= looked.thanks, hidden: looked.hidden }[kind] ?? Number(newest) <= looked.newest;
    news.hidden = known;
  }
}

/** Thanks change at once and leave through the outbox: without a line they wait like words do. */
function thanks() {
  for (const form of document.querySelectorAll("[data-thanks]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      const count = form.querySelector("[data-slot=count]");
      const given = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(given));
      count.textContent = String(Number(count.dataset.others) + Number(given) || "");
      outbox
        .put({ url: form.action, fields: [["given", given ? "yes" : "no"]], place: "tap" })
        .catch(() => form.submit());
    });
  }
}

/** What was sent before the page was drawn anew is said once. */
function sayWhatHappened() {
  try {
    const said = sessionStorage.lotusbloemSaid;
    delete sessionStorage.lotusbloemSaid;
    if (said) announce(said);
  } catch {
    // A browser that keeps nothing has nothing to say.
  }
}

/** Who comes back to a page that stood open is told that there is something new. Nothing moves by itself. */
function watchForNews() {
  let left = null;
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "hidden") left = performance.now();
    else if (left !== null && performance.now() - left > LOOK_AGAIN_MS) await look();
  });
  addEventListener("online", look);
  document.querySelector("[data-reload]").addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
}

/** Delicate words are explained while somebody types: the words to look for come here, what is typed stays. */
async function explain() {
  if (!here.hints || !main.querySelector("form[data-send]")) return;
  try {
    const [{ Hints }, answer] = await Promise.all([
      import("./hints.js"),
      fetch(here.hints, { headers: { Accept: "application/json" }, credentials: "same-origin" }),
    ]);
    const { terms } = await answer.json();
    for (const form of main.querySelectorAll("form[data-send]")) new Hints(form, here.words, announce).know(Object.entries(terms));
  } catch {
    // Without a line nothing is explained, and nothing is stopped.
  }
}

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { mark } = await answer.json();
    const slot = document.querySelector("[data-slot=fresh]");
    if (!mark || mark === main.dataset.mark || !slot.hidden) return;
    slot.hidden = false;
    slot.firstElementChild.textContent = word("fresh");
    announce(word("fresh"));
  } catch {
    // Without a line there is nothing new to say.
  }
}
