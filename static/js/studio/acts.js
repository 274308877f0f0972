/** Acts: the forms of the page, sent as they would be without script, but without leaving it. */

import { say } from "../controls.js";

/**
 * From now on forms with data-act are sent by fetch. `live()` says whether news comes in by itself.
 *
 * A second press while the first is under way counts once, unless news that was faster than the answer made the
 * form say something else by then, and except on a form with data-toggle, where it means *back*: then it goes out
 * after the first. The form hears `sent` when its fields are taken and `settled` with whether it worked.
 */
export function sendActs({ words, live }) {
  const underWay = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-act]") || event.defaultPrevented) return;
    event.preventDefault();
    const before = underWay.get(form);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (before?.said === body.toString() && !("toggle" in form.dataset)) return;
    form.dispatchEvent(new CustomEvent("sent"));
    const sent = sendAfter(before?.sent, () => send(form, body, { words, live }));
    underWay.set(form, { sent, said: body.toString() });
    sent.then((worked) => {
      if (underWay.get(form).sent !== sent) return;
      underWay.delete(form);
      form.dispatchEvent(new CustomEvent("settled", { detail: { worked } }));
    });
  });
}

/** Whether it worked, once what went before is over; a fault is told in the console and never locks the form. */
async function sendAfter(before, act) {
  await before;
  try {
    return await act();
  } catch (fault) {
    console.error(fault);
    return false;
  }
}

/** Send `body` where the form says; whether it was accepted. */
async function send(form, body, { words, live }) {
  complain("");
  let response;
  let answer;
  try {
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    answer = await response.json();
  } catch {
    complain(words.say("failed"));
    return false;
  }
  if (response.ok) {
    form.closest("dialog")?.close();
    const menu = form.closest("details[data-menu]");
    if (menu) close(menu);
    form.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: answer }));
    if (!live()) location.reload();
  } else if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  } else if (answer.errors && form.querySelector(".error")) {
    nextToField(form, answer.errors);
  } else {
    form.closest("dialog")?.close();
    complain(answer.message);
    if (!live()) location.reload();
  }
  return response.ok;
}

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

/** Why it did not work, on the page and aloud; nothing when there is nothing to say. */
function complain(sentence) {
  const place = document.getElementById("melding");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence) say(sentence);
}

function nextToField(form, errors) {
  const place = form.querySelector(".error");
  place.textContent = Object.values(errors).flat().join(" ");
  place.hidden = false;
  const field = form.querySelector(".field");
  field.setAttribute("aria-invalid", "true");
  field.focus();
}
