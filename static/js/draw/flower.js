/** The petal, which is also a leaf and a seat. The whole lotus comes from the server: see lotus.js. */

const hundredths = (value) => Math.round(value * 100) / 100;

/**
 * The outline of one petal along the y axis, as path data: base at 0, tip at -`length`, widest (`width`) at 55 % of
 * the way, an ogee tip. `base` lets it start away from 0.
 */
export function petalPath(length, width, base = 0) {
  const y = (part) => hundredths(-(base + (length - base) * part));
  const half = width / 2;
  const [wide, near, tip] = [half, half * 0.55, half * 0.3].map(hundredths);
  return (
    `M0 ${y(0)}C${-near} ${y(0.1)} ${-wide} ${y(0.3)} ${-wide} ${y(0.55)}` +
    `C${-wide} ${y(0.8)} ${-tip} ${y(0.9)} 0 ${y(1)}` +
    `C${tip} ${y(0.9)} ${wide} ${y(0.8)} ${wide} ${y(0.55)}` +
    `C${wide} ${y(0.3)} ${near} ${y(0.1)} 0 ${y(0)}Z`
  );
}
