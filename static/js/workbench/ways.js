/** How this analysis works and what the hall sees of it, for who leads: following or still, one theme or several. */

import { slot } from "./parts.js";

const menu = slot(document, "ways");

/** Draws the state that the analysis has; each way out of it is a form that is there or not. */
export function drawWays({ analysis }) {
  slot(document, "still-wall").hidden = !analysis.frozen;
  if (!menu) return;
  const shown = { freeze: !analysis.frozen, follow: analysis.frozen, several: !analysis.several, one: analysis.several };
  for (const [name, on] of Object.entries(shown)) {
    const part = slot(menu, `way-${name}`);
    if (part) part.hidden = !on;
  }
}
