/** The phone page: follows the programme, sends through the outbox, keeps the four sides of the page right. */

import { makeKey, openOutbox } from "./outbox.js";
import { announce, announceNews, here, main, slot, text, urlFor, word } from "./phone_dom.js";
import { AnswerForm } from "./phone_form.js";
import { Panels, titleOf } from "./phone_kinds.js";
import { drawMine, rowsOfMine } from "./phone_mine.js";
import { Others } from "./phone_others.js";
import { drawOnward, goOnward } from "./phone_pace.js";
import { drawConnection, drawPerson, drawStep, drawTime } from "./phone_step.js";
import { loadUnsent, Tasks } from "./phone_tasks.js";
import { ofKind } from "./state.js";
import { connect } from "./wire.js";

document.documentElement.classList.add("js");

const CLOSING_SPREAD_MS = 3000;
const TICK_MS = 10000;
const SEEN = `lotusbloem-seen:${here.participant}`;
const open = main.dataset.open === "yes";
const links = new Map([...document.querySelectorAll(".wegen a")].map((link) => [link.dataset.go, link]));

/** What is known: the hall's, my own and my table's items by name, what waits in the outbox, what was just taken. */
let hall = here.snapshots[0].items;
let own = here.snapshots[1].items;
let ownRevision = here.snapshots[1].revision;
let table = here.snapshots[2]?.items ?? {};
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
const forms = new Map(
  [...document.querySelectorAll("form.answer")].map((each) => [each.dataset.panel, new AnswerForm(each, stored)]),
);
const tasks = new Tasks(outbox, () => own, entries);
const wire = connect();
const panels = new Panels({ outbox, wire });
const others = open && new Others(giveHeart);
/** The form that is in front, when the kind of the step has one. */
let form = null;

// ---- what is asked now -----------------------------------------------------------------------------

/** The step of my table, which is the hall's unless tables go at their own pace. */
function step() {
  return table["step:0"] ?? hall["step:0"];
}

/** The kind whose panel is in front: of the step, or of what is being corrected. */
function kindInFront() {
  return form?.task?.correcting ? form.task.kind : step()?.takes_answers ? step().kind : "moment";
}

function kindOf(exercise) {
  return exercise === step()?.id ? step().kind : undefined;
}

/** The form of that kind holds this task, in front. */
function ask(task) {
  form = forms.get(task.kind) ?? null;
  if (form) {
    form.open(task);
    form.element.action = task.correcting ? urlFor("correct", task.correcting) : urlFor("contribute", task.exercise);
    document.querySelector("[data-cancel]").hidden = !task.correcting;
    slot("send").replaceChildren(spanOf(word(task.correcting ? "correct" : "send")));
    slot("send").setAttribute("form", form.element.id);
  }
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
  ask(tasks.fresh(step()));
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
  const kind = kindInFront();
  for (const part of document.querySelectorAll("[data-side]")) {
    part.hidden = part.dataset.side !== side || ("needs" in part.dataset && !forms.has(kind));
  }
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== kind;
  panels.draw(kind, () => ({ step: step(), hall, own, ownRevision, table, entries: [...entries.values()], sent: [...sent.values()] }));
}

function sideOfAddress() {
  if (location.pathname.endsWith("/others")) return "others";
  return new URLSearchParams(location.search).get("view") ?? "now";
}

// ---- drawing --------------------------------------------------------------------------------------

function itemsOf(items, kind) {
  return ofKind({ items: new Map(Object.entries(items)) }, kind).map(([name, item]) => [Number(name.split(":")[1]), item]);
}

/** The lexicon comes only where there is one: most halls have none. */
let hints = null;

async function explainWords() {
  const terms = itemsOf(hall, "term");
  if (terms.length || hints) {
    const { Hints } = await import("./hints.js");
    hints ??= new Hints(main, here.words, announce);
    hints.know(itemsOf(hall, "term"));
  }
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
  drawStep(step(), { correcting: form?.task?.correcting, unsent: unsent() });
  drawPerson(own[`participant:${here.participant}`], hall[`workshop:${here.workshop}`]);
  text("mine-count", String(rows.filter((row) => !row.gone).length || ""));
  drawNewOthers(contributions);
  drawOnward(step());
  explainWords().catch(() => {});
  drawLast(rows);
}

/** What was being typed when the hall went on. */
function unsent() {
  if (step()?.takes_answers) return null;
  return loadUnsent(itemsOf(own, "contribution").map(([, item]) => item.exercise).concat(lastAsked ?? []));
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
  const cards = ["intervention", "idea"];
  const mine = contributions.filter(([, item]) => item.state === "shown" && cards.includes(item.kind)).length;
  return Math.max(0, cards.reduce((sum, kind) => sum + (hall["counts:0"]?.[kind] ?? 0), -mine));
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
    if (entry.answer?.contribution && !toldAlready(entry)) sent.set(entry.key, entry);
    if (entry.place.what === "new") announce(word("arrived", { title: titleOf(entry) }));
  } else if (entry.state !== "discarded") {
    entries.set(entry.key, entry);
  }
  if (entry.state === "refused") refused(entry);
  // Once the panels have heard of it too: in between it would be nowhere.
  queueMicrotask(draw);
}

/** The news of an act may come before its answer: then nothing is waited for any more. */
function toldAlready({ answer }) {
  const receipt = answer?.contribution;
  const item = receipt && own[`contribution:${receipt.id}`];
  return Boolean(item) && item.state === receipt.state && item.version === receipt.version;
}

function refused(entry) {
  if (["heart", "withdraw", "put-back", "agree", "lay", "clear", "onward", "order", "sort", "meant"].includes(entry.place.what)) {
    outbox.discard(entry.key);
    if (entry.place.what === "heart") others.undo(entry.place.id);
    else announce(entry.message);
  } else if (entry.why === "invalid" && form?.pristine && side === "now" && !form.task.correcting) {
    ask(tasks.refused(entry, step()?.kind));
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
  heardOfTheStep(before);
}

function heardFromTable(state) {
  const before = step();
  table = Object.fromEntries(state.items);
  heardOfTheStep(before);
}

function heardOfTheStep(before) {
  if (before?.id !== step()?.id) followProgramme();
  else draw();
}

/** The hall went on: so does this phone. What was being typed stays in its draft. */
function followProgramme() {
  if (step()?.takes_answers && !document.querySelector(`[data-panel="${step().kind}"]`)) {
    // A kind of step that was not in the programme when this page came.
    setTimeout(() => location.reload(), Math.random() * CLOSING_SPREAD_MS);
    return;
  }
  ask(tasks.fresh(step()));
  if (step()?.takes_answers) lastAsked = step().id;
  show("now", { push: true, focus: false });
  scrollTo({ top: 0 });
  if (step()) announce(`${step().title}. ${step().prompt}`);
}

function heardOfMyself(state, { put, whole }) {
  own = Object.fromEntries(state.items);
  ownRevision = state.revision;
  const seat = itemsOf(table, "table")[0]?.[1].number;
  if (open && seat !== undefined && own[`participant:${here.participant}`]?.table !== seat) {
    // Another tab went to another table: what lies there comes with the page.
    location.reload();
    return;
  }
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
    if (link.dataset.go === "now" && link.classList.contains("leaf")) ask(tasks.fresh(step()));
    show(link.dataset.go, { push: true });
  } else if (link.dataset.act) {
    actOn(link.dataset.act, link.closest("article"));
  } else {
    form?.forget();
    ask(tasks.fresh(step()));
    show("mine", { push: true });
  }
}

function actOn(act, article) {
  const entry = entries.get(article.dataset.key);
  const id = Number(article.dataset.id) || null;
  if (act === "edit") {
    const kind = step()?.kind;
    ask(entry?.state === "refused" ? tasks.refused(entry, kind) : tasks.correct(id, kind));
    history.pushState({}, "", id ? urlFor("correct", id) : addressOf("now"));
    show("now");
  } else if (act === "discard") {
    outbox.discard(entry.key);
  } else if (entry?.place.what === "correct") {
    tasks.putCorrection(entry.place.id, entry.fields.filter(([name]) => name !== "version" && name !== "key"));
  } else if (entry) {
    outbox.correct(entry.key, entry.fields);
  }
}

function submitted(event) {
  const act = event.target.dataset.act;
  if (event.target.dataset.slot === "onward") {
    event.preventDefault();
    goOnward(event.target, outbox);
  }
  if (event.target.dataset.meant && side === "mine") objected(event);
  if (act !== "withdraw" && act !== "put-back") return;
  event.preventDefault();
  const id = Number(event.target.closest("article").dataset.id);
  outbox.put({ url: urlFor(act, id), fields: [], key: makeKey(), place: { what: act, id } });
}

/** *This is not what I meant*, beside where it was placed. */
function objected(event) {
  event.preventDefault();
  const { action, dataset, elements } = event.target;
  const fields = [["theme", elements.theme.value], ["answer", "no"], ["why", elements.why.value]];
  outbox.put({ url: action, fields, place: { what: "meant", id: Number(dataset.meant.split("-")[0]), name: dataset.meant } });
  event.target.closest("details").open = false;
  announce(word("objectionKept"));
}

function wentBack() {
  const editing = location.pathname.match(/\/contributions\/(\d+)$/)?.[1];
  const item = own[`contribution:${editing}`];
  if (item) ask(tasks.correct(Number(editing), kindOf(item.exercise)));
  else if (form?.task?.correcting) ask(tasks.fresh(step()));
  show(editing ? "now" : sideOfAddress());
}

/** Somebody goes on with this place on another phone: the page itself says so, and shows what waits here. */
function goneElsewhere() {
  const leave = () => location.assign(document.querySelector("[data-go=now]").href);
  if (open && navigator.onLine) leave();
  else if (open) addEventListener("online", leave, { once: true });
}

/** So that this phone finds what it had not sent yet, also when its place is elsewhere by then. */
function rememberWho() {
  try {
    localStorage.setItem(`lotusbloem-was:${here.workshop}`, here.participant);
  } catch {
    // Without storage there is no outbox to find either.
  }
}

// ---- start ----------------------------------------------------------------------------------------

rememberWho();
for (const entry of await outbox.entries()) {
  entries.set(entry.key, entry);
  if (entry.place.what === "heart") others?.expect(entry.place.id, entry.fields.some(([, value]) => value === "yes"));
}
outbox.on(heardFromOutbox);
// Somebody may have been typing before this script arrived over a thin line: that stays.
const first = here.editing ? tasks.correct(here.editing, step()?.kind) : tasks.fresh(step());
ask({ ...first, fields: forms.get(first.kind)?.fields() });
if (open) show(side, { focus: false });
else draw();
document.addEventListener("click", clicked);
document.addEventListener("submit", submitted);
addEventListener("popstate", wentBack);
slot("refresh")?.addEventListener("click", () => others.refresh().then((there) => there && sawOthers()));
setInterval(() => open && drawTime(step()), TICK_MS);

if (open) wire.onConnection(drawConnection);
wire.onGoodbye(({ why }) => (why === "removed" || why === "refused") && goneElsewhere());
wire.watch(`phone:${here.workshop}`, { onState: heardFromHall, snapshot: here.snapshots[0] });
wire.watch(`me:${here.participant}`, { onState: heardOfMyself, onRefused: goneElsewhere, snapshot: here.snapshots[1] });
if (open && here.snapshots[2]) wire.watch(here.snapshots[2].audience, { onState: heardFromTable, snapshot: here.snapshots[2] });
document.documentElement.dataset.ready = "yes";
