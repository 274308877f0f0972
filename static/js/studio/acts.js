/** Acts: the forms of the page, sent as they would be without script, but without leaving it. */

import { say } from "../controls.js";

/** From now on forms with data-act are sent by fetch. `live()` says whether news comes in by itself. */
export function sendActs({ words, live }) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-act]") || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    send(form, event.submitter, { words, live }).finally(() => delete form.dataset.busy);
  });
}

async function send(form, button, { words, live }) {
  complain("");
  let response;
  let answer;
  try {
    const body = new URLSearchParams(new FormData(form, button));
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    answer = await response.json();
  } catch {
    complain(words.say("failed"));
    return;
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
