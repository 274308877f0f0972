/** Lists of rows that live: what is being typed in a row stays when the list changes. */

import { arrange, clone, moment, slot, write } from "./parts.js";

/** `list` has a row per item, made from `name`'s template; `dress` fills a row. Rows are known by "kind:id". */
export function rows(list, kind, name, items, dress) {
  if (!list) return;
  arrange(list, items.map((item) => {
    const key = `${kind}:${item.id}`;
    const kept = [...list.children].find((row) => row.dataset.row === key);
    const row = kept ?? clone(name, item.id);
    row.dataset.row = key;
    dress(row, item);
    return row;
  }));
}

/** Writes when something was said. */
export function writeTime(element, iso) {
  element.dateTime = iso;
  write(element, moment(iso));
}

/** The part of that name is there or not. */
export function show(el, name, on) {
  const part = slot(el, name);
  if (part) part.hidden = !on;
  return part;
}

/** A select offers these pairs of value and text; the choice stays when it is still offered, else `first`. */
export function offerChoice(select, pairs, first = null) {
  if (!select) return;
  const same = select.options.length === pairs.length && pairs.every(([value, text], place) => {
    const option = select.options[place];
    return option.value === String(value) && option.textContent === text;
  });
  if (same) return;
  const before = select.value;
  select.replaceChildren(...pairs.map(([value, text]) => new Option(text, value)));
  const wanted = before || first;
  if (pairs.some(([value]) => String(value) === String(wanted))) select.value = wanted;
}
