/** The sentences of the page, delivered with it in the language of whoever leads. */

/** `json`: an object of key to sentence; `key.one` is said when `num` is one. */
export function sentences(json) {
  const known = JSON.parse(json);
  const say = (key, values = {}) => {
    const sentence = values.num === 1 && known[`${key}.one`] ? known[`${key}.one`] : known[key];
    return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
  };
  return { say };
}
