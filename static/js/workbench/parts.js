/** Parts of the page as clones of its <template>s, and the words it says. */

const PLACE = "~id~";
const root = document.getElementById("tools");

export const words = JSON.parse(root.dataset.words);
export const here = root.dataset.here;
export const may = root.dataset.may === "yes";

/** `text` with {names} filled in. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A clone of the template's one element, with `id` in every attribute that asks for it. */
export function clone(name, id = "") {
  const element = document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);
  for (const each of [element, ...element.querySelectorAll("*")]) {
    for (const attribute of each.attributes) {
      if (attribute.value.includes(PLACE)) attribute.value = attribute.value.replaceAll(PLACE, id);
    }
  }
  return element;
}

/** The part of `element` with that name. */
export function slot(element, name) {
  return element.querySelector(`[data-slot="${name}"]`);
}

/** Sets a text only when it differs, so that nothing is read out twice. */
export function write(element, text) {
  if (element && element.textContent !== String(text)) element.textContent = text;
}

/** Puts the value that the server knows in a field, unless somebody is typing another one. */
export function offer(field, value) {
  if (field.value === field.defaultValue) field.value = value;
  field.defaultValue = value;
}

/** The children of `parent` are exactly `wanted`, in that order; what stands right is not touched. */
export function arrange(parent, wanted) {
  let place = parent.firstElementChild;
  for (const element of wanted) {
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  while (place) {
    const gone = place;
    place = place.nextElementSibling;
    gone.remove();
  }
}

/** A moment as people in this room say it: 14.12, with the day when that is another one. */
export function moment(iso) {
  const at = new Date(iso);
  const time = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${at.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" })} ${time}`;
}

export function contributions(count) {
  return count === 1 ? words.contribution : fill(words.contributions, { count });
}
