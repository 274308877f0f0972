/** Themes by one measure, with ties; sessions/analysis/orders.py says the same on the server. Pure. */

export const MEASURES = ["said", "warmth", "rating"];
const LAST = Number.MAX_SAFE_INTEGER;

const SCORES = {
  said: ({ count }) => count,
  warmth: ({ hearts }) => hearts,
  rating: ({ rating }) => (rating ? -rating.mean : null),
};

/** [{place, shared, theme}] in order; what scores the same shares a place, what nobody knows is left out. */
export function placesBy(themes, measure) {
  const score = SCORES[measure];
  const known = themes.filter((theme) => score(theme) !== null);
  const inOrder = [...known].sort((a, b) => score(b) - score(a) || (a.rank ?? LAST) - (b.rank ?? LAST) || a.position - b.position || a.id - b.id);
  return inOrder.map((theme) => ({
    place: 1 + known.filter((other) => score(other) > score(theme)).length,
    shared: known.filter((other) => score(other) === score(theme)).length > 1,
    theme,
  }));
}

/** The last place that people could give: the end of the measure of their rating. */
export function lastPlace(themes) {
  return Math.max(2, themes.filter(({ rating }) => rating).length);
}
