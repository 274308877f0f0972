/** One block of the board: a theme, a proposal, a group. Dressed with what is known, whoever draws it where.

    `board` draws the lists of cards in it: members(el, key, passages), cards(el, passages), count(one). */

import { isUnsharp } from "./model.js";
import { clone, fill, offer, slot, words, write } from "./parts.js";

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
  slot(el, "edit").setAttribute("aria-label", fill(words.edit, { title: theme.title }));
  const description = slot(el, "description");
  description.hidden = !theme.description;
  write(description, theme.description);
  dressLevel(slot(el, "level"), theme.level);
  slot(el, "unsharp").hidden = !isUnsharp(theme, words.advice);
  board.members(el, `theme:${theme.id}`, theme.shown);
  dressAdditions(slot(el, "additions"), theme.additions, board);
}

export function dressProposal(el, cluster, board) {
  write(slot(el, "words"), cluster.words);
  write(slot(el, "count"), board.count(cluster));
  const field = el.querySelector("input[name=title]");
  if (field) offer(field, cluster.words.slice(0, 120));
  board.members(el, `cluster:${cluster.id}`, cluster.shown);
}

export function dressGroup(el, group) {
  write(slot(el, "title"), group.title);
  write(slot(el, "title-again"), group.title);
  const description = slot(el, "group-description");
  description.hidden = !group.description;
  write(description, group.description);
  const field = el.querySelector("input[name=title]");
  if (!field) return;
  const seen = el.querySelector("input[name=seen_title]");
  if (field.value === field.defaultValue) seen.value = group.title;
  offer(field, group.title);
  offer(el.querySelector("textarea"), group.description);
}

export function dressRest(el, model) {
  const title = el.querySelector("h2");
  title.classList.toggle("visually-hidden", !model.groups.length);
  write(title, model.groups.length ? words.noGroup : words.themes);
}

/** How often it was said and how warmly: the outline says it, the board has no room. */
export function supportOf(theme) {
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
