/** Menus, dialogs and the focus after a refused form: what HTML alone does not finish yet. */

import "./theme.js";

document.documentElement.classList.add("js");

/** Say one sentence to a screen reader, in the page's one polite region. */
export function say(sentence) {
  const region = document.getElementById("status");
  if (region) region.textContent = sentence;
}

/** Close every open menu except the one that holds `keep`. */
function closeMenus(keep) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(keep)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
  event.target.closest("[data-closes]")?.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("focusin", (event) => closeMenus(event.target));

document.querySelector(".js-focus")?.focus();
