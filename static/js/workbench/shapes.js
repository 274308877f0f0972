/** The two shapes of the same blocks: bricks beside each other, and a list in a list. */

import { arrange } from "./parts.js";

const ROW_PX = 4;
const GAP_PX = 20;

/** Themes of different heights close up, in the order in which they are read. */
export function layBricks(place) {
  const blocks = [...place.children];
  const heights = blocks.map((block) => (block.querySelector(":scope > h2.visually-hidden") ? 0 : block.offsetHeight));
  blocks.forEach((block, at) => {
    const rows = heights[at] ? Math.ceil((heights[at] + GAP_PX) / ROW_PX) : 1;
    const span = `span ${rows}`;
    if (block.style.getPropertyValue("grid-row-end") !== span) block.style.setProperty("grid-row-end", span);
  });
}

/** Per group a list of its themes, proposals last. `keys` are those of the blocks, heads before what is under
    them. */
export function nest(place, keys, blocks) {
  const branches = [];
  for (const key of keys) {
    if (key.startsWith("group:") || key === "proposals") branches.push([key, []]);
    else branches.at(-1)[1].push(key);
  }
  const trunk = kept(place, "trunk", "ul");
  arrange(place, [trunk]);
  const wanted = branches.map(([head, under]) => {
    const branch = kept(trunk, head, "li");
    const list = kept(branch, `${head} list`, "ul");
    arrange(branch, [blocks.get(head), list]);
    arrange(list, under.map((key) => within(kept(list, key, "li"), blocks.get(key))));
    return branch;
  });
  arrange(trunk, wanted);
}

function within(item, block) {
  arrange(item, [block]);
  return item;
}

/** The part of `parent` with that name, made when it lacks. */
function kept(parent, name, tag) {
  for (const each of parent.children) if (each.dataset.branch === name) return each;
  const made = document.createElement(tag);
  made.dataset.branch = name;
  return made;
}
