/** One block of the board: a theme, a proposal, a group. Dressed with what is known, whoever draws it where.

    `board` draws the lists of cards in it: members(el, key, passages), cards(el, passages), count(one). */

import { dressReasons } from "./doubt.js";
import { isUnsharp } from "./model.js";
import { clone, fill, slot, words, write } from "./parts.js";
import { follow } from "./seen.js";

/** A new block for "theme:3", "cluster:4", "group:5", "group:0" or "proposals". */
export function makeBlock(key) {
  const [kind, id] = key.split(":");
  if (kind === "group") return id === "0" ? clone("rest") : clone("group", id);
  if (kind === "proposals") return clone("proposals");
  return clone(kind === "cluster" ? "proposal" : "theme", id);
}

export function dressTheme(el, theme, board) {
  write(slot(el, "rank"), theme.rank ?? "");
  write(slot(el, "title"), theme.title);
  write(slot(el, "count"), board.count(theme));
  const name = theme.decided_by_name;
  write(slot(el, "by"), name ? fill(words.decidedBy, { name }) : words.decided);
  write(slot(el, "support"), supportOf(theme));
  dressName(el, theme);
  slot(el, "edit").setAttribute("aria-label", fill(words.edit, { title: theme.title }));
  write(slot(el, "choose"), fill(words.chooseTheme, { title: theme.title }));
  const description = slot(el, "description");
  description.hidden = !theme.description;
  write(description, theme.description);
  dressLevel(slot(el, "level"), theme.level);
  slot(el, "unsharp").hidden = !isUnsharp(theme, words.advice);
  board.members(el, `theme:${theme.id}`, theme.shown);
  dressAdditions(slot(el, "additions"), theme.additions, board);
}

/** Dashed as long as nobody agreed with its name; the working title can be taken with one press. */
function dressName(el, theme) {
  el.classList.toggle("decision", theme.named);
  el.classList.toggle("naamloos", !theme.named);
  slot(el, "nameless").hidden = theme.named;
  slot(el, "dissent").hidden = !theme.dissent;
  write(slot(el, "dissent-word"), theme.dissent === 1 ? words.oneDissent : fill(words.someDissent, { count: theme.dissent }));
  const naming = slot(el, "naming");
  if (!naming) return;
  // Whoever is typing a name while somebody else gave one goes on, and hears of it when they keep it.
  naming.hidden = theme.named && !slot(naming, "call").value;
  slot(naming, "take-name").hidden = theme.named;
  if (!theme.named) for (const seen of naming.querySelectorAll("[name=seen_title]")) seen.value = "";
  naming.querySelector("input[type=hidden][name=title]").value = theme.title.slice(0, 120);
}

export function dressProposal(el, cluster, board, passages) {
  write(slot(el, "words"), cluster.words);
  dressReasons(el, cluster, passages);
  write(slot(el, "count"), board.count(cluster));
  const field = el.querySelector("input[name=title]");
  if (field) write(slot(el, "adopt-word"), board.filtered ? fill(words.adoptShown, { count: cluster.shown.length }) : words.adopt);
  for (const each of ["adopt", "as-known"]) able(slot(el, each), cluster.shown.length);
  board.members(el, `cluster:${cluster.id}`, cluster.shown);
}

/** The head of the proposals: how many, and how much comes along when all that is shown is taken. */
export function dressProposals(el, model, board) {
  write(slot(el, "proposal-count"), model.proposals.length);
  const count = offered(model).length;
  write(slot(el, "adopt-all-word"), fill(board.filtered ? words.adoptAllShown : words.adoptAll, { count }));
  able(slot(el, "adopt-all"), count);
  const seen = el.querySelector("[name=seen_run]");
  if (seen) seen.value = model.proposals[0]?.run ?? "";
}

/** Nobody takes over what they do not see. */
function able(button, count) {
  if (button) button.disabled = !count;
}

/** The ids of the passages that the lens shows of all proposals. */
export function offered(model) {
  const lists = [...model.proposals, ...model.themes.map((theme) => theme.additions).filter(Boolean)];
  return lists.flatMap((each) => each.shown.map((passage) => passage.id));
}

export function dressGroup(el, group) {
  write(slot(el, "title"), group.title);
  write(slot(el, "title-again"), group.title);
  const description = slot(el, "group-description");
  description.hidden = !group.description;
  write(description, group.description);
  const form = el.querySelector("form[data-act=rename-group]");
  if (!form) return;
  follow(form, "title", group.title);
  follow(form, "description", group.description);
}

export function dressRest(el, model) {
  const title = el.querySelector("h2");
  title.classList.toggle("visually-hidden", !model.groups.length);
  write(title, model.groups.length ? words.noGroup : words.themes);
}

/** How often it was said and how warmly: the outline says it, the board has no room. */
function supportOf(theme) {
  const said = theme.count === 1 ? words.saidOnce : fill(words.said, { count: theme.count });
  const warm = theme.hearts ? [theme.hearts === 1 ? words.oneHeart : fill(words.hearts, { count: theme.hearts })] : [];
  const meant = theme.meant?.yes || theme.meant?.no ? [fill(words.meant, theme.meant)] : [];
  return [said, ...warm, ...meant].join(", ");
}

function dressAdditions(el, cluster, board) {
  el.hidden = !cluster;
  const count = cluster?.all.length ?? 0;
  write(slot(el, "additions-word"), count === 1 ? words.oneMore : fill(words.moreProposed, { count }));
  const field = slot(el, "cluster-id");
  if (field) field.value = cluster?.id ?? "";
  able(slot(el, "add"), cluster?.shown.length);
  board.cards(slot(el, "additions-list"), cluster?.shown ?? []);
}

function dressLevel(el, level) {
  if (!el) return;
  const marked = [...el.children].map((each) => {
    each.hidden = each.dataset.level !== level;
    return !each.hidden;
  });
  el.hidden = !marked.includes(true);
}
