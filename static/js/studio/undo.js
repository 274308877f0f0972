/** What can be taken back and done again, each by its name; Ctrl+Z and Ctrl+Shift+Z, where nobody types. */

import { ofKind } from "../state.js";

export function undo({ words, say }) {
  const forms = { undo: document.getElementById("ongedaan"), redo: document.getElementById("opnieuw") };
  for (const [way, form] of Object.entries(forms)) {
    form.addEventListener("done", ({ detail }) => {
      say(words.say(way === "undo" ? "undone" : "redone", { act: words.say(`act.${detail.act}`) }));
    });
  }
  addEventListener("keydown", (event) => {
    const way = asked(event);
    if (!way || forms[way].hidden || isTyping()) return;
    event.preventDefault();
    forms[way].requestSubmit();
  });
  return {
    show(state) {
      const [, acts] = ofKind(state, "acts")[0] ?? [];
      for (const [way, form] of Object.entries(forms)) name(form, way, acts?.[way], words);
    },
  };
}

function name(form, way, act, words) {
  const had = form.contains(document.activeElement);
  form.hidden = !act;
  form.elements.seen.value = act?.id ?? "";
  const label = act ? words.say(way, { act: words.say(`act.${act.act}`) }) : "";
  const text = form.querySelector("button span");
  if (text.textContent !== label) text.textContent = label;
  if (had && form.hidden) document.getElementById("main").focus();
}

function asked(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y") return "redo";
  return key === "z" ? (event.shiftKey ? "redo" : "undo") : null;
}

/** In a field Ctrl+Z belongs to the words in it. */
export function isTyping() {
  return document.activeElement?.matches("input:not([type=hidden]), textarea, select") || document.querySelector("dialog[open]") !== null;
}
