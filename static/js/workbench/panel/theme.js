/** One theme: its name, description, level, group, place, and what would make it sharper. */

import { fill, may, slot, words, write } from "../parts.js";
import { follow } from "../seen.js";

/** The panel shows that theme of the model; what is being typed in it stays. */
export function dressTheme(el, theme, model) {
  write(slot(el, "heading"), theme.title);
  const origin = slot(el, "origin");
  origin.hidden = !theme.cluster_words;
  write(origin, theme.cluster_words ? fill(words.workingTitle, { words: theme.cluster_words, run: theme.run }) : "");
  slot(el, "asks").hidden = !theme.asks.length;
  list(slot(el, "questions"), theme.asks.map((each) => words.asks[each]));
  if (!may) return write(slot(el, "description"), theme.description);
  const form = el.querySelector("form[data-act=change]");
  // A working title is no name: whoever saves an explanation has not agreed with it.
  follow(form, "title", theme.named ? theme.title : "");
  form.elements.title.placeholder = theme.named ? "" : theme.title;
  follow(form, "description", theme.description);
  follow(form, "level", theme.level ?? "");
  write(slot(el, "rank"), theme.rank ?? "–");
  dressChoices(el, theme, model);
  return undefined;
}

function dressChoices(el, theme, model) {
  const groups = slot(el, "groups");
  if (groups) {
    const chosen = groups.value;
    options(groups, [["0", groups.options[0].textContent], ...model.groups.map((each) => [String(each.id), each.title])]);
    groups.value = chosen;
    // The group that was chosen is gone.
    if (!groups.value) groups.value = groups.form.elements.seen_key_group_id.value = "0";
    follow(groups.form, "key_group_id", String(theme.key_group ?? 0));
  }
  const others = slot(el, "others");
  const chosen = others.value;
  options(others, model.themes.filter((each) => each.id !== theme.id).map((each) => [String(each.id), each.title]));
  if (chosen) others.value = chosen;
  others.form.querySelector("button").disabled = !others.options.length;
}

/** Lines of text, touched only when they differ: nothing is read out twice. */
function list(place, lines) {
  if ([...place.children].map((line) => line.textContent).join("\n") === lines.join("\n")) return;
  place.replaceChildren(...lines.map((line) => {
    const row = document.createElement("li");
    row.textContent = line;
    return row;
  }));
}

function options(select, pairs) {
  const same = select.options.length === pairs.length && pairs.every(([value, text], place) => {
    const option = select.options[place];
    return option.value === value && option.textContent === text;
  });
  if (!same) select.replaceChildren(...pairs.map(([value, text]) => new Option(text, value)));
}
