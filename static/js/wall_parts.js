/** The small parts that the views of the wall are built from, and what they read from the state. */

import { el } from "./draw/svg.js";
import { ofKind } from "./state.js";

/** An HTML element; attributes that are null or false are left out, `true` is an attribute without a value. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** An icon of the sprite; without a label it is decoration. */
export function icon(name, label = null) {
  const access = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  const use = el("use", { href: `${document.documentElement.dataset.sprite}#${name}` });
  return el("svg", { class: "i", focusable: "false", ...access }, [use]);
}

/** What stands there when there is nothing to show yet. */
export function nothingYet(text) {
  return make("p", { class: "wall-leeg" }, text);
}

/** The one item of that kind, or an empty one. */
export function only(state, kind) {
  return ofKind(state, kind)[0]?.[1] ?? {};
}

/** The items of a kind as {id: number, ...item}, by their `position`. */
export function inOrder(state, kind) {
  return ofKind(state, kind)
    .map(([id, item]) => ({ ...item, id: Number(id.slice(kind.length + 1)) }))
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
}

export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** How long a motion lasts, in milliseconds, as the design tokens say. */
export function lasts(token) {
  return stillness() ? 0 : Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)) || 0;
}
