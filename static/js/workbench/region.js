/** The outline around points that belong together, as sessions/pictures/region.py draws it in a file: round, also
    around one or two; what lies apart is an island of its own. Pure: [[x, y], ...] in, [[x, y], ...] out. */

/** How far apart points of one island may lie, in the map's own measure. */
const REACH = 0.32;
const SIDES = 8;
const MARGIN_PX = 16;

/** The outlines of a region as one looks now, in pixels, the largest first. */
export function outlinedNow(region, stage) {
  region.hulls ??= outlined(region.spots);
  return region.hulls.map((corners) => widened(corners.map((spot) => stage.at(spot)), MARGIN_PX));
}

/** The convex hulls of the islands that get a line: each with more than one point, and the largest. */
function outlined(points) {
  const found = islands(points);
  return found.filter((island, place) => place === 0 || island.length > 1).map(hull);
}

/** That hull with `margin` around it. */
function widened(corners, margin) {
  const spread = corners.flatMap(([x, y]) =>
    Array.from({ length: SIDES }, (_, k) => {
      const turn = (2 * Math.PI * k) / SIDES;
      return [x + margin * Math.cos(turn), y + margin * Math.sin(turn)];
    }),
  );
  return hull(spread);
}

/** The outline as an SVG path: through the middles of its sides, bent at its corners. */
export function pathOf(corners) {
  if (!corners.length) return "";
  const text = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const halves = corners.map(([x, y], place) => {
    const [a, b] = corners[(place + 1) % corners.length];
    return [(x + a) / 2, (y + b) / 2];
  });
  const bends = corners.map(([x, y], place) => `Q${text(x, y)} ${text(...halves[place])}`);
  return `M${text(...halves.at(-1))}${bends.join("")}Z`;
}

function islands(points) {
  const cells = new Map();
  const named = (column, row) => `${column},${row}`;
  const cellOf = ([x, y]) => [Math.floor(x / REACH), Math.floor(y / REACH)];
  for (const point of points) {
    const name = named(...cellOf(point));
    if (!cells.has(name)) cells.set(name, new Set());
    cells.get(name).add(point);
  }
  const take = (point) => cells.get(named(...cellOf(point))).delete(point);
  const found = [];
  for (const point of points) {
    if (!take(point)) continue;
    const island = [point];
    for (const [x, y] of island) {
      const [column, row] = cellOf([x, y]);
      for (const i of [-1, 0, 1]) {
        for (const j of [-1, 0, 1]) {
          for (const each of cells.get(named(column + i, row + j)) ?? []) {
            if (Math.hypot(each[0] - x, each[1] - y) <= REACH && take(each)) island.push(each);
          }
        }
      }
    }
    found.push(island);
  }
  return found.sort((one, other) => other.length - one.length);
}

/** The convex hull (Andrew 1979). */
function hull(points) {
  const sorted = [...points].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  if (sorted.length < 3) return sorted;
  return [...half(sorted), ...half(sorted.reverse())];
}

function half(points) {
  const found = [];
  for (const point of points) {
    while (found.length > 1 && turn(found.at(-2), found.at(-1), point) <= 0) found.pop();
    found.push(point);
  }
  found.pop();
  return found;
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);
