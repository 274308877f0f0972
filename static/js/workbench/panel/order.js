/** The order of importance, with the measures apart. */

import { drawMeasures, drawOrder } from "../measures.js";
import { arrange, clone, slot, write } from "../parts.js";

/** The panel shows the themes of the model in their order, and what still has no place. */
export function dressOrder(el, model) {
  const ranked = model.themes.filter((theme) => theme.rank !== null);
  const rest = model.themes.filter((theme) => theme.rank === null);
  arrange(slot(el, "ranked"), ranked.map((theme) => row(el, "order-row", theme, model)));
  arrange(slot(el, "unranked"), rest.map((theme) => row(el, "unranked-row", theme, model)));
  slot(el, "rest").hidden = !rest.length;
  slot(el, "orders").hidden = !model.themes.length;
  for (const section of el.querySelectorAll("[data-order-by]")) drawOrder(section, model.themes);
  slot(el, "none").hidden = model.themes.length > 0;
}

function row(el, name, theme, model) {
  const kept = el.querySelector(`[data-row="${name}:${theme.id}"]`);
  const line = kept ?? clone(name, theme.id);
  line.dataset.row = `${name}:${theme.id}`;
  write(slot(line, "title"), theme.title);
  drawMeasures(line, theme, model.themes);
  for (const button of line.querySelectorAll("button")) {
    const act = button.getAttribute("aria-label").split(": ")[0];
    button.setAttribute("aria-label", `${act}: ${theme.title}`);
  }
  return line;
}
