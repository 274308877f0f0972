/** SVG elements from names and numbers. Text goes in as text: nothing here parses markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An SVG element with `attributes` (numbers or strings; null and undefined are left out) and `children`
 * (elements; a string becomes a text node).
 */
export function el(name, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, rounded(value));
  }
  element.append(...children);
  return element;
}

/** A whole picture: an <svg> of `width` x `height` units from (`x`, `y`). Without a label it is decoration. */
export function picture({ x = 0, y = 0, width, height, label = null, className = null }, children) {
  const access = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return el("svg", { viewBox: `${x} ${y} ${width} ${height}`, class: className, focusable: "false", ...access }, children);
}

/** One icon of the sprite at `sprite` (its address), `size` units wide, with its middle on (`x`, `y`). */
export function glyph(sprite, name, x, y, size) {
  const place = { x: x - size / 2, y: y - size / 2, width: size, height: size };
  return el("svg", { class: "i", viewBox: "0 0 24 24", ...place }, [el("use", { href: `${sprite}#${name}` })]);
}

/** Hundredths of a unit are invisible, and long decimals make a picture of many leaves three times as heavy. */
function rounded(value) {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}
