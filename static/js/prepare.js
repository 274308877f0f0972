/** Preparing: what is changed is kept at once. Without script the forms have a button. */

import { say } from "./controls.js";

const words = document.getElementById("prepare").dataset;
const line = document.querySelector("#bewaard .state");

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) keep(form);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-keep]")) return;
  event.preventDefault();
  keep(event.target);
});

/** The newest of several quick changes counts: each post carries all that was not kept yet. */
const turns = new WeakMap();
const NUMBERED = /-(\d+)$/;

/** What is sent: the whole form; of rows (`name-12`) those that were changed on this page, and of a form that is
 * shared the names of those fields, because a colleague may have changed the others since it was loaded. */
function unkept(form) {
  const touched = new Set();
  for (const field of form.elements) {
    const row = NUMBERED.exec(field.name)?.[1];
    if (row && field.value !== field.defaultValue) touched.add(row);
  }
  const sent = [...new FormData(form)].filter(([name]) => {
    const row = NUMBERED.exec(name)?.[1];
    return !row || touched.has(row);
  });
  return "shared" in form.dataset ? [...sent, ...changed(form, sent)] : sent;
}

/** What the server is known to have of a shared form: name to values. */
const kept = new WeakMap();

/** The names of the fields that hold something else than the server is known to have, as it asks for them. */
function changed(form, sent) {
  if (!kept.has(form)) kept.set(form, grouped(delivered(form)));
  const [was, is] = [kept.get(form), grouped(sent)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  return ["", ...names].map((name) => ["touched", name]);
}

/** The fields as the page came, whatever was typed before this script did. */
function delivered(form) {
  return [...form.elements].filter(({ name }) => name).flatMap((field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.defaultChecked ? [[field.name, field.value]] : [];
    if (!field.options) return "defaultValue" in field ? [[field.name, field.defaultValue]] : [];
    const chosen = [...field.options].filter((each) => each.defaultSelected);
    return (chosen.length ? chosen : [...field.options].slice(0, 1)).map((each) => [field.name, each.value]);
  });
}

function grouped(fields) {
  const found = new Map();
  for (const [name, value] of fields) found.set(name, `${found.get(name) ?? ""}\n${value}`);
  return found;
}

/** From now on the page knows that these values are kept. */
function settle(form, sent) {
  for (const [name, value] of sent) {
    const field = form.elements[name];
    if (NUMBERED.test(name) && "defaultValue" in field) field.defaultValue = value;
  }
  if (kept.has(form)) kept.set(form, grouped(sent.filter(([name]) => name !== "touched")));
  const values = new Map(sent);
  for (const was of form.querySelectorAll("[data-was]")) was.value = values.get(was.dataset.was);
}

async function keep(form) {
  const turn = (turns.get(form) ?? 0) + 1;
  turns.set(form, turn);
  tell("saving", "wait");
  let response;
  let answer;
  let sent;
  try {
    const earlier = form.keeping;
    const post = (async () => {
      // One after the other, so that an older form never lands on a newer one.
      await earlier?.catch(() => {});
      sent = unkept(form);
      return fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(sent),
        headers: { Accept: "application/json" },
      });
    })();
    form.keeping = post;
    response = await post;
    answer = await response.json();
  } catch {
    tell("failed", "bad");
    return;
  }
  if (response.ok) settle(form, sent);
  if (turns.get(form) !== turn) return;
  mark(form, answer.errors ?? {});
  if (response.ok) {
    tell("saved", "");
    if (answer.programme) arrange(answer.programme);
    form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: answer }));
    // What the form is about is looked at beside it.
    if (form.dataset.keep) document.getElementById(form.dataset.keep)?.contentWindow.location.reload();
  }
  else if (response.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  else {
    tell("refused", "bad");
    if (answer.message) say(answer.message);
  }
}

/** The programme beside the form says what was kept: words, minutes, and the hours that move along. */
function arrange({ span, advice, steps }) {
  for (const [selector, text] of [["[data-span]", span], ["[data-advice]", advice]]) {
    const place = document.querySelector(selector);
    if (place) place.textContent = text;
  }
  for (const row of document.querySelectorAll(".prog [data-step]")) {
    const step = steps[row.dataset.step];
    if (!step) continue;
    row.querySelector("time").textContent = step.at;
    row.querySelector("b").textContent = step.title;
    row.querySelector("span").textContent = step.minutes;
  }
}

function tell(word, kind) {
  line.className = `state ${kind}`.trim();
  line.querySelector(".dot").classList.toggle("off", kind !== "");
  line.lastElementChild.textContent = words[word];
}

/** What is not right yet stands next to its field, and goes away when it is right. */
function mark(form, errors) {
  for (const field of form.querySelectorAll(".field")) {
    const sentences = errors[field.name];
    const id = `${field.id}-error`;
    let place = document.getElementById(id);
    if (!sentences) {
      place?.remove();
      field.removeAttribute("aria-invalid");
      unpoint(field, id);
      continue;
    }
    if (!place) {
      place = document.createElement("p");
      place.className = "error";
      place.id = id;
      field.after(place);
    }
    place.textContent = sentences.join(" ");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [...described(field, id), id].join(" "));
  }
}

function described(field, without) {
  return (field.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== without);
}

function unpoint(field, id) {
  const left = described(field, id);
  if (left.length) field.setAttribute("aria-describedby", left.join(" "));
  else field.removeAttribute("aria-describedby");
}
