/** What stands beside the board: the chosen theme or contribution, the order, the history. */

import { drawMeasures, drawOrder } from "./measures.js";
import { arrange, clone, fill, here, may, moment, offer, slot, words, write } from "./parts.js";

const REST_MS = 250;

export class Panel {
  #beside = { kind: "nothing", id: null };
  #model = null;
  #element = null;
  #asking = null;
  #known = new Map();
  /** Called when something else stands here. */
  onShow = () => {};

  constructor() {
    this.place = slot(document, "panel");
    this.tabs = document.querySelectorAll("[data-show]");
  }

  get kind() {
    return this.#beside.kind;
  }

  get passage() {
    return this.#beside.kind === "passage" ? this.#beside.id : null;
  }

  /** Shows that: kind is nothing, theme, passage, order or history. */
  show(kind, id = null, { focus = false } = {}) {
    const same = kind === this.#beside.kind && id === this.#beside.id;
    this.#beside = { kind, id };
    if (!same || !this.#element) this.#make();
    for (const tab of this.tabs) {
      if (tab.dataset.show === (["order", "history"].includes(kind) ? kind : "choice")) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    if (focus) this.#element.querySelector("h2").focus();
    if (!same) this.onShow(this.#beside);
  }

  /** Whether somebody typed something here that is not kept yet. */
  get dirty() {
    const fields = this.place.querySelectorAll("[data-panel=theme] :is(input[name=title], textarea)");
    return [...fields].some((field) => field.value !== field.defaultValue);
  }

  draw(model) {
    const first = this.#model === null;
    this.#model = model;
    if (first) this.#adopt();
    this.#dress();
  }

  /** The history and the neighbours may differ from what was read before. */
  stale() {
    this.#known.clear();
    if (this.#beside.kind === "history") this.#readHistory();
    if (this.#beside.kind === "passage") this.#readWhy();
  }

  /** The page came with a panel drawn by the server: the same one, alive. */
  #adopt() {
    const drawn = this.place.querySelector("[data-panel]");
    const id = Number(drawn.dataset.themePanel || drawn.dataset.passagePanel) || null;
    this.show(drawn.dataset.panel, id);
  }

  #make() {
    const { kind, id } = this.#beside;
    this.#element = clone(`panel-${kind}`, id ?? "");
    this.place.replaceChildren(this.#element);
    if (this.#model) this.#dress();
    if (kind === "history") this.#readHistory();
    if (kind === "passage") this.#readWhy();
  }

  #dress() {
    const { kind, id } = this.#beside;
    if (kind === "theme") this.#dressTheme(this.#model.themes.find((theme) => theme.id === id));
    if (kind === "passage") this.#dressPassage(this.#model.passages.get(id));
    if (kind === "order") this.#dressOrder();
  }

  #dressTheme(theme) {
    if (!theme) return this.#leave();
    const el = this.#element;
    write(slot(el, "heading"), theme.title);
    const origin = slot(el, "origin");
    origin.hidden = !theme.cluster_words;
    write(origin, theme.cluster_words ? fill(words.workingTitle, { words: theme.cluster_words, run: theme.run }) : "");
    slot(el, "asks").hidden = !theme.asks.length;
    list(slot(el, "questions"), theme.asks.map((each) => words.asks[each]));
    if (!may) return write(slot(el, "description"), theme.description);
    const title = el.querySelector("input[name=title]");
    if (title.value === title.defaultValue) el.querySelector("input[name=seen_title]").value = theme.title;
    offer(title, theme.title);
    offer(el.querySelector("textarea"), theme.description);
    write(slot(el, "rank"), theme.rank ?? "–");
    this.#dressChoices(el, theme);
    return undefined;
  }

  #dressChoices(el, theme) {
    const touched = el.querySelector("form[data-touched]");
    for (const radio of el.querySelectorAll("input[name=level]")) {
      if (!touched) radio.checked = radio.value === (theme.level ?? "");
    }
    const groups = slot(el, "groups");
    if (groups) {
      const chosen = touched ? groups.value : String(theme.key_group ?? 0);
      options(groups, [["0", groups.options[0].textContent], ...this.#model.groups.map((each) => [String(each.id), each.title])]);
      groups.value = chosen;
    }
    const others = slot(el, "others");
    const chosen = others.value;
    options(others, this.#model.themes.filter((each) => each.id !== theme.id).map((each) => [String(each.id), each.title]));
    if (chosen) others.value = chosen;
    others.form.querySelector("button").disabled = !others.options.length;
  }

  #dressPassage(passage) {
    if (!passage) return this.#leave();
    const el = this.#element;
    write(slot(el, "text"), passage.text);
    const intervention = slot(el, "intervention");
    intervention.hidden = !passage.intervention;
    write(intervention, fill(words.inIntervention, { title: passage.intervention ?? "" }));
    const levers = [...(document.getElementById("lens-lever")?.options ?? [])];
    const names = levers.filter((each) => passage.levers.includes(each.value)).map((each) => each.textContent);
    if (passage.table) names.unshift(fill(passage.on_paper ? words.onPaper : words.table, { number: passage.table }));
    write(slot(el, "place"), names.join(", "));
    // The letter of the petal, or of the petal and the place behind it, as on the flower of the table.
    const petal = slot(el, "petal");
    petal.hidden = !passage.place;
    petal.dataset.p = passage.place?.[0].toLowerCase() ?? "";
    write(petal, passage.place ?? "");
    return undefined;
  }

  #dressOrder() {
    const el = this.#element;
    const ranked = this.#model.themes.filter((theme) => theme.rank !== null);
    const rest = this.#model.themes.filter((theme) => theme.rank === null);
    arrange(slot(el, "ranked"), ranked.map((theme) => this.#row("order-row", theme)));
    arrange(slot(el, "unranked"), rest.map((theme) => this.#row("unranked-row", theme)));
    slot(el, "rest").hidden = !rest.length;
    slot(el, "orders").hidden = !this.#model.themes.length;
    for (const section of el.querySelectorAll("[data-order-by]")) drawOrder(section, this.#model.themes);
    slot(el, "none").hidden = this.#model.themes.length > 0;
  }

  #row(name, theme) {
    const kept = this.#element.querySelector(`[data-row="${name}:${theme.id}"]`);
    const row = kept ?? clone(name, theme.id);
    row.dataset.row = `${name}:${theme.id}`;
    write(slot(row, "title"), theme.title);
    drawMeasures(row, theme, this.#model.themes);
    for (const button of row.querySelectorAll("button")) {
      const act = button.getAttribute("aria-label").split(": ")[0];
      button.setAttribute("aria-label", `${act}: ${theme.title}`);
    }
    return row;
  }

  #leave() {
    this.show("nothing");
  }

  #readWhy() {
    clearTimeout(this.#asking);
    const id = this.#beside.id;
    const known = this.#known.get(id);
    if (known) return this.#tellWhy(known);
    slot(this.#element, "looking").hidden = false;
    write(slot(this.#element, "looking"), words.looking);
    this.#asking = setTimeout(async () => {
      const why = await read(`why/${id}`);
      if (why) this.#known.set(id, why);
      if (this.passage === id) this.#tellWhy(why);
    }, REST_MS);
    return undefined;
  }

  #tellWhy(why) {
    const el = this.#element;
    const looking = slot(el, "looking");
    looking.hidden = Boolean(why?.neighbours?.length);
    write(looking, why?.neighbours ? words.noNeighbours : words.lookFailed);
    const near = (why?.neighbours ?? []).map((each) => {
      const row = clone("neighbour");
      write(slot(row, "text"), each.text);
      write(slot(row, "theme"), each.theme ?? "");
      const petals = Math.round(each.similarity * 5);
      const meter = row.querySelector(".meter");
      meter.setAttribute("aria-label", fill(words.similar, { percent: Math.round(each.similarity * 100) }));
      [...meter.children].forEach((petal, place) => petal.classList.toggle("on", place < petals));
      return row;
    });
    slot(el, "neighbours").replaceChildren(...near);
    slot(el, "log").replaceChildren(...(why?.history ?? []).map(logRow));
  }

  async #readHistory() {
    const answer = await read("history");
    if (!answer || this.#beside.kind !== "history") return;
    slot(this.#element, "log").replaceChildren(...answer.lines.map(logRow));
  }
}

function logRow(line) {
  const row = clone("log-row");
  const time = slot(row, "time");
  time.dateTime = line.at;
  write(time, moment(line.at));
  write(slot(row, "who"), line.who ?? words.machine);
  write(slot(row, "words"), line.words);
  if (!line.undone) slot(row, "undone")?.remove();
  return row;
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

async function read(path) {
  try {
    const response = await fetch(`${here}/${path}`, { headers: { Accept: "application/json" } });
    const answer = await response.json();
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}
