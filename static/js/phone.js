/** The phone page: follows the programme, sends through the outbox, keeps the four sides of the page right. */

import { makeKey, loadDraft, openOutbox } from "./outbox.js";
import { announce, announceNews, here, main, slot, text, urlFor, word } from "./phone_dom.js";
import { AnswerForm, fieldsOf } from "./phone_form.js";
import { drawMine, rowsOfMine } from "./phone_mine.js";
import { Others } from "./phone_others.js";
import { drawConnection, drawPerson, drawStep, drawTime } from "./phone_step.js";
import { ofKind } from "./state.js";
import { connect } from "./wire.js";

document.documentElement.classList.add("js");

const CLOSING_SPREAD_MS = 3000;
const TICK_MS = 10000;
const SEEN = `lotusbloem-seen:${here.participant}`;
const open = main.dataset.open === "yes";
const links = new Map([...document.querySelectorAll(".wegen a")].map((link) => [link.dataset.go, link]));
const answer = document.getElementById("answer");

/** What is known: the hall's and my own items by name, what waits in the outbox, what was just taken. */
let hall = here.snapshots[0].items;
let own = here.snapshots[1].items;
const entries = new Map();
const sent = new Map();
let side = main.dataset.view;
let last = null;

const outbox = await openOutbox({
  owner: String(here.participant),
  token: () => document.querySelector("meta[name=csrf-token]").content,
  freshToken: async () => {
    const response = await fetch(here.urls.token, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).csrf;
  },
});
const form = answer && new AnswerForm(answer, stored);
const others = open && new Others(giveHeart);

// ---- what is asked now -----------------------------------------------------------------------------

function step() {
  return hall["step:0"];
}

function newTask() {
  const exercise = step()?.takes_answers ? step().id : 0;
  return {
    place: `${here.participant}:step:${exercise}`,
    exercise,
    send: (fields, key) =>
      outbox.put({ url: urlFor("contribute", exercise), fields, key, place: { what: "new", exercise } }),
  };
}

function correctTask(id) {
  const item = own[`contribution:${id}`];
  const waiting = [...entries.values()].filter(({ place }) => place.what === "correct" && place.id === id).at(-1);
  return {
    place: `${here.participant}:correct:${id}`,
    correcting: id,
    fields: waiting?.fields.filter(([name]) => name !== "version") ?? fieldsOf(item),
    send: (fields) => putCorrection(id, fields),
  };
}

async function putCorrection(id, fields) {
  const version = own[`contribution:${id}`].version;
  const key = await outbox.put({
    url: urlFor("correct", id),
    fields: [...fields, ["version", version]],
    place: { what: "correct", id },
  });
  // An older correction that still waits here says what its author no longer means.
  for (const entry of [...entries.values()]) {
    const older = entry.place.what === "correct" && entry.place.id === id && entry.key !== key;
    if (older && entry.state !== "sending") await outbox.discard(entry.key);
  }
}

function refusedTask(entry) {
  if (entry.place.what === "correct") {
    return { ...correctTask(entry.place.id), errors: entry.errors };
  }
  return {
    place: `${here.participant}:refused:${entry.key}`,
    correcting: entry.key,
    fields: entry.fields,
    errors: entry.errors,
    send: (fields) => outbox.correct(entry.key, fields),
  };
}

/** The form holds this task, in front. */
function ask(task) {
  form.open(task);
  answer.action = task.correcting ? urlFor("correct", task.correcting) : urlFor("contribute", task.exercise);
  document.querySelector("[data-cancel]").hidden = !task.correcting;
  slot("send").replaceChildren(spanOf(word(task.correcting ? "correct" : "send")));
  draw();
}

function spanOf(sentence) {
  const span = document.createElement("span");
  span.textContent = sentence;
  return span;
}

/** It is safe on this phone; the form is empty for the next one. */
function stored(task, title) {
  last = task.correcting ? null : title;
  announce(word("stored"));
  ask(newTask());
  if (task.correcting) show("mine", { push: true });
  else scrollTo({ top: 0 });
}

// ---- the sides of the page ------------------------------------------------------------------------

function addressOf(name) {
  if (name === "me") return document.querySelector("[data-go=me]").href;
  return links.get(name).href;
}

function show(name, { push = false, focus = true } = {}) {
  side = name;
  if (push && location.href !== addressOf(name)) history.pushState({}, "", addressOf(name));
  for (const [each, link] of links) {
    if (each === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (name === "others") others.refresh().then((there) => there && sawOthers());
  draw();
  if (!focus) return;
  scrollTo({ top: 0 });
  document.querySelector(`section[data-side=${name}] h1:not([hidden] *)`)?.focus({ preventScroll: true });
}

function drawSides() {
  const answers = Boolean(step()?.takes_answers) || Boolean(form?.task?.correcting);
  for (const part of document.querySelectorAll("[data-side]")) {
    part.hidden = part.dataset.side !== side || ("needs" in part.dataset && !answers);
  }
  slot("title").closest("[data-panel]").hidden = answers;
  if (answer) answer.hidden = !answers;
}

function sideOfAddress() {
  if (location.pathname.endsWith("/others")) return "others";
  return new URLSearchParams(location.search).get("view") ?? "now";
}

// ---- drawing --------------------------------------------------------------------------------------

function itemsOf(items, kind) {
  return ofKind({ items: new Map(Object.entries(items)) }, kind).map(([name, item]) => [Number(name.split(":")[1]), item]);
}

function draw() {
  const contributions = itemsOf(own, "contribution");
  const rows = rowsOfMine({
    own: contributions,
    entries: [...entries.values()],
    sent: [...sent.values()],
    stepId: open ? step()?.id : 0,
  });
  drawMine(slot("list"), rows, !open);
  slot("nothing").hidden = rows.length > 0;
  if (!open) return;
  drawSides();
  const unsent = loadUnsent();
  drawStep(step(), { correcting: form?.task?.correcting, unsent });
  drawPerson(own[`participant:${here.participant}`], hall[`workshop:${here.workshop}`]);
  text("mine-count", String(rows.filter((row) => !row.gone).length || ""));
  drawNewOthers(contributions);
  drawLast(rows);
}

/** The title of what was being typed when the hall went on. */
function loadUnsent() {
  if (step()?.takes_answers) return null;
  for (const exercise of new Set(itemsOf(own, "contribution").map(([, item]) => item.exercise).concat(lastAsked ?? []))) {
    const draft = loadDraft(`${here.participant}:step:${exercise}`);
    const title = draft?.fields.find(([name]) => name === "title")?.[1];
    if (title) return title;
  }
  return null;
}

function drawLast(rows) {
  const row = last && rows.find((each) => each.title === last && !each.gone);
  const line = slot("last");
  line.hidden = !row || side !== "now";
  if (!row) return;
  line.firstElementChild.textContent = row.title;
  const state = line.querySelector(".state");
  state.className = `state ${row.way.kind}`.trim();
  state.querySelector("use").setAttribute("href", `${document.documentElement.dataset.sprite}#${row.way.glyph}`);
  state.lastElementChild.textContent = row.way.word;
}

// ---- others ---------------------------------------------------------------------------------------

function howManyOthers(contributions) {
  const mine = contributions.filter(([, item]) => item.state === "shown").length;
  return Math.max(0, (hall["counts:0"]?.intervention ?? 0) - mine);
}

let seenOthers = Number(readSeen());
let toldOthers = seenOthers;

function drawNewOthers(contributions) {
  const fresh = Math.max(0, howManyOthers(contributions) - seenOthers);
  text("others-new", fresh ? word("new", { count: fresh }) : "");
  const button = slot("refresh");
  button.hidden = !fresh || side !== "others";
  button.querySelector("span").textContent = word("newOthers", { count: fresh });
  if (fresh && seenOthers + fresh > toldOthers) {
    toldOthers = seenOthers + fresh;
    if (!document.hidden) announceNews(word("newOthers", { count: fresh }));
  }
}

function sawOthers() {
  seenOthers = howManyOthers(itemsOf(own, "contribution"));
  try {
    localStorage.setItem(SEEN, String(seenOthers));
  } catch {
    // Without storage the count starts again after a reload.
  }
  draw();
}

function readSeen() {
  try {
    return localStorage.getItem(SEEN) ?? 0;
  } catch {
    return 0;
  }
}

function giveHeart(id, given) {
  outbox.put({ url: urlFor("heart", id), fields: [["given", given ? "yes" : "no"]], place: { what: "heart", id } });
}

// ---- what happens ---------------------------------------------------------------------------------

function heardFromOutbox(entry) {
  entries.delete(entry.key);
  if (entry.state === "sent") {
    if (!toldAlready(entry)) sent.set(entry.key, entry);
    if (entry.place.what === "new") announce(word("arrived", { title: titleOf(entry) }));
  } else if (entry.state !== "discarded") {
    entries.set(entry.key, entry);
  }
  if (entry.state === "refused") refused(entry);
  draw();
}

/** The news of an act may come before its answer: then nothing is waited for any more. */
function toldAlready({ answer }) {
  const receipt = answer?.contribution;
  const item = receipt && own[`contribution:${receipt.id}`];
  return Boolean(item) && item.state === receipt.state && item.version === receipt.version;
}

function titleOf(entry) {
  return entry.fields.find(([name]) => name === "title")?.[1] ?? "";
}

function refused(entry) {
  if (["heart", "withdraw", "put-back"].includes(entry.place.what)) {
    outbox.discard(entry.key);
    if (entry.place.what === "heart") others.undo(entry.place.id);
    else announce(entry.message);
  } else if (entry.why === "invalid" && form?.pristine && side === "now" && !form.task.correcting) {
    ask(refusedTask(entry));
  } else {
    announce(`${titleOf(entry)}: ${entry.message}`);
  }
}

let lastAsked = step()?.takes_answers ? step().id : null;

function heardFromHall(state) {
  const [before, wasOpen] = [step(), hall[`workshop:${here.workshop}`]?.state];
  hall = Object.fromEntries(state.items);
  if (hall[`workshop:${here.workshop}`]?.state !== wasOpen) {
    // A hall of phones must not ask for its page in one instant.
    setTimeout(() => location.assign(document.querySelector("[data-go=now]")?.href ?? location.pathname), Math.random() * CLOSING_SPREAD_MS);
    return;
  }
  if (before?.id !== step()?.id) followProgramme();
  else draw();
}

/** The hall went on: so does this phone. What was being typed stays in its draft. */
function followProgramme() {
  if (form) ask(newTask());
  if (step()?.takes_answers) lastAsked = step().id;
  show("now", { push: true, focus: false });
  scrollTo({ top: 0 });
  if (step()) announce(`${step().title}. ${step().prompt}`);
}

function heardOfMyself(state, { put, whole }) {
  own = Object.fromEntries(state.items);
  const keys = new Set(itemsOf(own, "contribution").map(([, item]) => item.key));
  for (const [key, { place }] of sent) {
    if (place.what === "new" ? keys.has(key) : whole || put.includes(`contribution:${place.id}`)) sent.delete(key);
  }
  draw();
}

function clicked(event) {
  const link = event.target.closest("a[data-go], a[data-cancel], a[data-act=edit], button[data-act]");
  if (!link || !open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.go) {
    // A new answer, unless something is being corrected and the person only looked elsewhere.
    if (link.dataset.go === "now" && link.classList.contains("leaf") && form) ask(newTask());
    show(link.dataset.go, { push: true });
  } else if (link.dataset.act) {
    actOn(link.dataset.act, link.closest("article"));
  } else {
    form.forget();
    ask(newTask());
    show("mine", { push: true });
  }
}

function actOn(act, article) {
  const entry = entries.get(article.dataset.key);
  const id = Number(article.dataset.id) || null;
  if (act === "edit") {
    ask(entry?.state === "refused" ? refusedTask(entry) : correctTask(id));
    history.pushState({}, "", id ? urlFor("correct", id) : addressOf("now"));
    show("now");
  } else if (act === "discard") {
    outbox.discard(entry.key);
  } else if (entry?.place.what === "correct") {
    putCorrection(entry.place.id, entry.fields.filter(([name]) => name !== "version" && name !== "key"));
  } else if (entry) {
    outbox.correct(entry.key, entry.fields);
  }
}

function submitted(event) {
  const act = event.target.dataset.act;
  if (act !== "withdraw" && act !== "put-back") return;
  event.preventDefault();
  const id = Number(event.target.closest("article").dataset.id);
  outbox.put({ url: urlFor(act, id), fields: [], key: makeKey(), place: { what: act, id } });
}

function wentBack() {
  const editing = location.pathname.match(/\/contributions\/(\d+)$/)?.[1];
  if (editing && own[`contribution:${editing}`]) ask(correctTask(Number(editing)));
  else if (form?.task?.correcting) ask(newTask());
  show(editing ? "now" : sideOfAddress());
}

// ---- start ----------------------------------------------------------------------------------------

for (const entry of await outbox.entries()) {
  entries.set(entry.key, entry);
  if (entry.place.what === "heart") others?.expect(entry.place.id, entry.fields.some(([, value]) => value === "yes"));
}
outbox.on(heardFromOutbox);
// Somebody may have been typing before this script arrived over a thin line: that stays.
if (form) ask({ ...(here.editing ? correctTask(here.editing) : newTask()), fields: form.fields() });
if (open) show(side, { focus: false });
else draw();
document.addEventListener("click", clicked);
document.addEventListener("submit", submitted);
addEventListener("popstate", wentBack);
slot("refresh")?.addEventListener("click", () => others.refresh().then((there) => there && sawOthers()));
setInterval(() => open && drawTime(step()), TICK_MS);

const wire = connect();
if (open) wire.onConnection(drawConnection);
wire.watch(`phone:${here.workshop}`, { onState: heardFromHall, snapshot: here.snapshots[0] });
wire.watch(`me:${here.participant}`, { onState: heardOfMyself, snapshot: here.snapshots[1] });
document.documentElement.dataset.ready = "yes";
