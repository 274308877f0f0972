/** The plenary: each table with its finding, which one is on the wall, and which one comes next. */

import { ofKind } from "../state.js";

export function plenary({ words }) {
  const section = document.getElementById("plenair");
  const list = section.querySelector("ol");
  const feed = document.getElementById("net-binnen");
  const turn = document.getElementById("beurt");
  const onward = document.querySelector("#volgende button");

  function row(number) {
    const made = document.getElementById("tafelrij").content.firstElementChild.cloneNode(true);
    made.dataset.table = number;
    made.querySelector("b").textContent = String(number);
    made.querySelector("form").elements.table.value = number;
    made.querySelector("button").setAttribute("aria-label", words.say("tell-table", { number }));
    list.append(made);
    return made;
  }

  function fill(number, finding, shown) {
    const item = list.querySelector(`[data-table="${number}"]`) ?? row(number);
    put(item.querySelector("[data-text]"), finding?.text ?? "");
    put(item.querySelector("[data-how]"), finding?.explanation ?? "");
    put(item.querySelector("[data-state]"), how(finding, shown, words));
    item.classList.toggle("nu", shown);
    item.classList.toggle("klaar", Boolean(finding?.told) && !shown);
    const form = item.querySelector("form");
    const had = form.contains(document.activeElement);
    form.hidden = !finding?.confirmed || shown;
    if (had && form.hidden) (turn.hidden ? onward : turn.querySelector("button")).focus();
  }

  return {
    show(state) {
      const [, step] = ofKind(state, "step")[0] ?? [];
      const [, workshop] = ofKind(state, "workshop")[0] ?? [];
      const here = step?.kind === "findings";
      section.hidden = !here;
      feed.hidden = here;
      const tables = ofKind(state, "table").map(([, table]) => table.number).sort((one, other) => one - other);
      const findings = new Map(
        ofKind(state, "finding").filter(([, item]) => item.exercise === step?.id).map(([, item]) => [item.table, item]),
      );
      const now = workshop?.wall_view === "findings" && !workshop.wall_hidden ? workshop.wall_table : null;
      for (const gone of list.querySelectorAll("li")) if (!tables.includes(Number(gone.dataset.table))) gone.remove();
      if (here) for (const number of tables) fill(number, findings.get(number), number === now);
      const next = here ? tables.find((number) => findings.get(number)?.confirmed && !findings.get(number).told) : undefined;
      turn.hidden = next === undefined;
      turn.elements.table.value = next ?? "";
      put(turn.querySelector("[data-title]"), next === undefined ? "" : words.say("next-table", { number: next }));
      put(turn.querySelector("small"), next === undefined ? "" : findings.get(next).text);
      onward.className = next === undefined ? "leaf" : "btn";
    },
  };
}

function how(finding, shown, words) {
  if (!finding) return words.say("finding-none");
  if (shown) return words.say("finding-now");
  if (finding.told) return words.say("finding-told");
  if (finding.confirmed) return words.say("finding-confirmed");
  return words.say("finding-waits", { agreed: finding.agreed, needed: finding.needed });
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
