/** The room: a flower per table, and what asks for attention: silent tables, phones without a line, approvals. */

import { seatKey, tableSeats } from "../draw/seats.js";
import { ofKind } from "../state.js";

const SILENT_MINUTES = 5;
const REDRAW_MS = 15_000;
/** More tables than this with the same trouble are said in one sentence. */
const FEW = 2;
/** Where nobody writes, a table that writes nothing is not silent. */
const WITHOUT_WRITING = new Set(["sorting", "check", "ranking"]);

export function room({ words, now, page }) {
  const open = page.state === "open";
  const hall = document.getElementById("zaal");
  let tables = [];
  let counts = { participants: 0 };
  let step = null;
  let waiting = 0;
  let connected = null;
  let titles = new Map();

  function silentFor(table) {
    if (!step?.takes_answers || WITHOUT_WRITING.has(step.kind) || table.people.length === 0) return 0;
    const since = Math.max(Date.parse(step.opened_at), table.last_at ? Date.parse(table.last_at) : 0);
    const minutes = Math.floor((now() - since) / 60_000);
    return minutes >= SILENT_MINUTES ? minutes : 0;
  }

  const isAway = (person) => open && connected !== null && !connected.has(person.id);

  function flower(table) {
    const kind = (person) => (isAway(person) ? "offline" : person.wrote ? "wrote" : "joined");
    const wrote = table.people.filter((person) => person.wrote).length;
    const label = words.say("seats", {
      number: table.number,
      people: table.people.length,
      wrote,
      offline: table.people.filter(isAway).length,
    });
    return tableSeats({ number: table.number, seats: table.people.map(kind), silent: silentFor(table) > 0, label });
  }

  function notes() {
    const found = [];
    if (waiting) found.push(["oog", words.say("waiting", { num: waiting }), "#wachten"]);
    const silent = tables.filter((table) => silentFor(table) > 0);
    for (const table of few(silent)) {
      found.push(["uur", words.say("silent", { number: table.number, num: silentFor(table) })]);
    }
    if (silent.length > FEW) found.push(["uur", words.say("all-silent", { tables: numbers(silent) })]);
    const cut = tables.filter((table) => table.people.some(isAway));
    const away = (table) => table.people.filter(isAway).length;
    for (const table of few(cut)) {
      found.push(["zonder-net", words.say("offline", { number: table.number, num: away(table) })]);
    }
    const all = cut.reduce((sum, table) => sum + away(table), 0);
    if (cut.length > FEW) found.push(["zonder-net", words.say("all-offline", { num: all, tables: numbers(cut) })]);
    const loose = counts.participants - tables.reduce((sum, table) => sum + table.people.length, 0);
    if (loose > 0) found.push(["oog", words.say("loose", { num: loose })]);
    return found;
  }

  function note([icon, sentence, href]) {
    const row = document.createElement("li");
    const text = document.createElement("span");
    text.append(sentence);
    if (href) {
      const link = document.createElement("a");
      link.className = "link";
      link.href = href;
      link.append(words.say("look"));
      text.append(" ", link);
    }
    row.append(document.getElementById(icon).content.firstElementChild.cloneNode(true), text);
    return row;
  }

  /** Tables that go their own way, and where they are. */
  function paces() {
    const lines = tables.filter((table) => titles.has(table.step)).map((table) => {
      const row = document.createElement("li");
      row.textContent = words.say("table-at", { number: table.number, title: titles.get(table.step) });
      return row;
    });
    document.getElementById("tempo").replaceChildren(...lines);
  }

  let drawn = "";
  let noted = "";
  function draw() {
    // Drawn anew only when something differs: a link that has the focus keeps it.
    const look = JSON.stringify([tables, tables.map((table) => [silentFor(table) > 0, table.people.map(isAway)])]);
    if (look !== drawn) hall.replaceChildren(...tables.map(flower));
    drawn = look;
    const found = notes();
    if (JSON.stringify(found) !== noted) document.getElementById("aandacht").replaceChildren(...found.map(note));
    noted = JSON.stringify(found);
    paces();
    document.getElementById("mensen").textContent = words.say("people", { num: counts.participants });
  }

  legend(words);
  setInterval(draw, REDRAW_MS);
  return {
    show(state) {
      tables = ofKind(state, "table").map(([, table]) => table);
      tables.sort((one, other) => one.number - other.number);
      titles = new Map(ofKind(state, "exercise").map(([id, item]) => [Number(id.split(":")[1]), item.title]));
      counts = ofKind(state, "counts")[0]?.[1] ?? counts;
      step = ofKind(state, "step")[0]?.[1] ?? null;
      waiting = ofKind(state, "contribution").filter(([, item]) => item.state === "waiting").length;
      draw();
    },
    presence(message) {
      connected = new Set(message.people);
      draw();
    },
  };
}

const few = (tables) => (tables.length > FEW ? [] : tables);
const numbers = (tables) => tables.map((table) => table.number).join(", ");

function legend(words) {
  const keys = [["wrote", "wrote"], ["joined", "joined"], ["offline", "away"]].map(([kind, word]) => {
    const item = document.createElement("span");
    item.append(seatKey(kind), words.say(word));
    return item;
  });
  document.getElementById("uitleg").replaceChildren(...keys);
}
