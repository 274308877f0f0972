/** The words that the server put into the page, filled in here. */

const words = JSON.parse(document.getElementById("words").textContent);

/** The text of `key` with `%(name)s` filled in from `values`. */
export function say(key, values = {}) {
  return words[key].replace(/%\((\w+)\)s/g, (_whole, name) => String(values[name]));
}

/** The text for that many; `key.one` is the text for one. */
export function counted(key, count, values = {}) {
  const one = `${key}.one`;
  return say(count === 1 && one in words ? one : key, { count, ...values });
}
