/** What the parts of the phone page share: what the server told it, its words, its templates. */

export const main = document.getElementById("main");
/** {workshop, participant, now, levers, snapshots, words, urls, editing} */
export const here = JSON.parse(main.dataset.here);

const SPRITE = document.documentElement.dataset.sprite;
const NEWS_EVERY_MS = 10000;
let newsAt = -Infinity;

/** The sentence of that name, with %(name)s filled in. */
export function word(name, values = {}) {
  return here.words[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));
}

export function slot(name, within = document) {
  return within.querySelector(`[data-slot="${name}"]`);
}

export function text(name, value, within = document) {
  const element = slot(name, within);
  if (element && element.textContent !== value) element.textContent = value;
}

/** A copy of what the template of that name holds. */
export function copyOf(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}

function setIcon(within, name) {
  within.querySelector("use").setAttribute("href", `${SPRITE}#${name}`);
}

/** A state is an icon and a word in a tone. */
export function setState(element, { word: said, glyph, kind }) {
  element.className = `state ${kind}`.trim();
  setIcon(element, glyph);
  element.lastElementChild.textContent = said;
}

/** The address for one contribution (or step) out of the pattern for number 0. */
export function urlFor(name, id) {
  return here.urls[name].replace(/\/0(?=\/|$)/, `/${id}`);
}

/** To a screen reader, in the page's one polite region: what somebody did themselves is said at once. */
export function announce(sentence) {
  document.getElementById("status").textContent = sentence;
}

/** News from the hall is said at most once in ten seconds, the last of it wins by being on the screen. */
export function announceNews(sentence) {
  if (performance.now() - newsAt < NEWS_EVERY_MS) return;
  newsAt = performance.now();
  announce(sentence);
}
