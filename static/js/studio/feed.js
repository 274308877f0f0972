/** What just came in, newest first; what waits for approval; hiding with a reason, showing again. */

import { ofKind } from "../state.js";

export function feed({ words }) {
  const list = document.getElementById("binnen");
  const more = document.getElementById("meer");
  let limit = Number(list.dataset.limit);
  let rows = [];

  function draw() {
    const shown = rows.filter(([, item]) => item.state === "shown" || item.state === "hidden");
    keep(list, "rij", shown.slice(0, limit), (row, item) => fill(row, item, words));
    document.getElementById("nog-niets").hidden = shown.length > 0;
    more.hidden = shown.length <= limit;
    const waiting = rows.filter(([, item]) => item.state === "waiting").reverse();
    const section = document.getElementById("wachten");
    section.hidden = waiting.length === 0;
    keep(section.querySelector("ol"), "wachtrij", waiting, (row, item) => fill(row, item, words));
  }

  more.addEventListener("click", (event) => {
    event.preventDefault();
    limit = Infinity;
    draw();
  });
  askReasons();
  return {
    show(state) {
      rows = ofKind(state, "contribution").map(([id, item]) => [Number(id.split(":")[1]), item]);
      rows.sort(([one], [other]) => other - one);
      draw();
    },
  };
}

/** The list holds exactly these rows, in this order; rows that stay are the same elements, so focus stays. */
function keep(list, templateId, rows, write) {
  const present = new Map([...list.children].map((row) => [Number(row.dataset.id), row]));
  const first = present.size === 0;
  let before = list.firstElementChild;
  for (const [id, item] of rows) {
    let row = present.get(id);
    present.delete(id);
    if (!row) {
      row = made(templateId, id);
      if (!first) row.classList.add("arrive");
    }
    write(row, item);
    if (row === before) before = before.nextElementSibling;
    else list.insertBefore(row, before);
  }
  for (const row of present.values()) row.remove();
}

function made(templateId, id) {
  const row = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  row.dataset.id = id;
  const here = (address) => address.replace("/contributions/0/", `/contributions/${id}/`);
  for (const link of row.querySelectorAll("a")) link.setAttribute("href", here(link.getAttribute("href")));
  for (const form of row.querySelectorAll("form")) form.setAttribute("action", here(form.getAttribute("action")));
  return row;
}

function fill(row, item, words) {
  const put = (part, text) => {
    const element = row.querySelector(`[data-${part}]`);
    if (element && element.textContent !== text) element.textContent = text;
  };
  put("text", item.text);
  put("table", item.table ? words.say(item.on_paper ? "on-paper" : "table", { number: item.table }) : "");
  if (!row.closest(".feed") && !row.querySelector("[data-reason]")) return;
  const hidden = item.state === "hidden";
  row.classList.toggle("verborgen", hidden);
  put("reason", words.say("hidden", { reason: item.hidden_reason ?? "" }));
  row.querySelector("[data-reason]").hidden = !hidden;
  const hide = row.querySelector("[data-hide]");
  const show = row.querySelector("form");
  swap(hide, show, hidden);
  hide.setAttribute("aria-label", words.say("hide", { text: item.text }));
  show.querySelector("button").setAttribute("aria-label", words.say("show", { text: item.text }));
}

/** One of the two is there; the focus goes along. */
function swap(hide, show, hidden) {
  const button = show.querySelector("button");
  const had = document.activeElement === hide || document.activeElement === button;
  hide.hidden = hidden;
  show.hidden = !hidden;
  if (had) (hidden ? button : hide).focus();
}

/** The link to the page that asks for a reason opens a dialog that asks the same. */
function askReasons() {
  const dialog = document.getElementById("verbergen");
  const form = dialog.querySelector("form");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-hide]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.setAttribute("action", link.getAttribute("href"));
    form.elements.reason.value = "";
    form.elements.reason.removeAttribute("aria-invalid");
    form.querySelector(".error").hidden = true;
    dialog.querySelector("[data-text]").textContent = link.closest("li").querySelector("[data-text]").textContent;
    dialog.showModal();
    form.elements.reason.focus();
  });
}
