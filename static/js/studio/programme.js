/** The programme with its times, the question of the present step, and what comes next. */

import { ofKind } from "../state.js";
import { timetable } from "./timetable.js";

const REDRAW_MS = 5000;

export function programme({ words, now, page, say }) {
  const list = document.getElementById("programma");
  const at = (ms) => clockTime(ms, page.zone);
  let steps = [];
  let presentId = null;

  function times() {
    const plan = timetable(steps, page.opened ? Date.parse(page.opened) : null, now());
    for (const step of steps) {
      const row = list.querySelector(`[data-step="${step.id}"]`);
      if (!row) continue;
      const begin = plan.begins.get(step.id);
      put(row.querySelector("time"), begin ? at(begin) : "");
    }
    put(document.getElementById("uitloop"), lateness(plan));
  }

  function lateness({ late, expectedEnd, plannedEnd }) {
    if (late === null) return "";
    const ends = { end: at(expectedEnd), planned: at(plannedEnd) };
    if (late === 0) return words.say("on-time", ends);
    return `${words.say(late > 0 ? "late" : "early", { num: Math.abs(late) })} ${words.say("end", ends)}`;
  }

  /** A row for each step, in their order: the programme may be arranged while the hall goes on. */
  function arrange() {
    const known = new Map([...list.children].map((row) => [Number(row.dataset.step), row]));
    const wanted = steps.map((step) => {
      const row = known.get(step.id) ?? list.firstElementChild.cloneNode(true);
      row.dataset.step = step.id;
      return row;
    });
    if (wanted.length !== list.children.length || wanted.some((row, place) => row !== list.children[place])) {
      list.replaceChildren(...wanted);
    }
  }

  function rows(present) {
    arrange();
    for (const step of steps) {
      const row = list.querySelector(`[data-step="${step.id}"]`);
      const isNow = step === present;
      row.classList.toggle("now", isNow);
      row.classList.toggle("done", step.position < present.position);
      if (isNow) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
      put(row.querySelector("b"), step.title);
      put(row.querySelector("[data-minutes]"), words.say("minutes", { minutes: step.minutes }));
      const until = row.querySelector("[data-until]");
      until.hidden = !isNow;
      if (isNow) put(until, words.say("until", { time: at(Date.parse(step.closes_at)) }));
    }
  }

  function middle(present) {
    const place = steps.indexOf(present);
    const where = { place: place + 1, steps: steps.length, title: present.title };
    put(document.getElementById("waar"), words.say("place", where));
    put(document.getElementById("vraag"), present.prompt || present.title);
    const back = leads(document.getElementById("terug"), steps[place - 1], present);
    const following = steps[place + 1];
    const next = leads(document.getElementById("volgende"), following, present);
    document.getElementById("laatste").hidden = Boolean(following);
    if (following) {
      put(next.querySelector("[data-title]"), words.say("next", { title: following.title }));
      put(next.querySelector("[data-minutes]"), words.say("next-minutes", { minutes: following.minutes }));
    }
    return back;
  }

  setInterval(times, REDRAW_MS);
  return {
    show(state) {
      steps = ofKind(state, "exercise").map(([id, item]) => ({ ...item, id: Number(id.split(":")[1]) }));
      steps.sort((one, other) => one.position - other.position);
      const present = steps.find((step) => step.state === "open");
      if (!present) return;
      rows(present);
      middle(present);
      times();
      if (presentId !== null && presentId !== present.id) say(words.say("moved", { title: present.title }));
      presentId = present.id;
    },
  };
}

/** The form that leads to `target`, from what is seen as the present step; not there without a target. */
function leads(form, target, present) {
  form.hidden = !target;
  form.elements.exercise_id.value = target?.id ?? "";
  form.elements.seen.value = present.id;
  return form;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** `9.30` in Dutch, `9:30` elsewhere, where the workshop is. */
function clockTime(ms, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", timeZone: zone }).formatToParts(ms);
  const part = (type) => parts.find((each) => each.type === type).value;
  const mark = document.documentElement.lang === "nl" ? "." : ":";
  return `${Number(part("hour"))}${mark}${part("minute").padStart(2, "0")}`;
}
