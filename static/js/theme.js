/** Light, dark or what the system says: the choice is a cookie, so the server can draw the next page in it at once. */

const YEAR_SECONDS = 365 * 24 * 3600;

/** Show the page in `choice` ("light", "dark" or "" for the system) and remember it. */
export function choose(choice) {
  const root = document.documentElement;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  const age = choice ? YEAR_SECONDS : 0;
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax`;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});
