/** Typing paper: Enter adds, Shift+Enter is a new line; another table shows what lies there already. */

const form = document.getElementById("papier");

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea")) return;
  event.preventDefault();
  form.requestSubmit();
});

form?.elements.table.addEventListener("change", (event) => {
  const { reloads } = event.target.dataset;
  const words = [...form.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea")];
  // What was typed already stays: the server says it when something lies there.
  if (reloads && words.every((field) => !field.value.trim())) location.assign(`${reloads}&table=${event.target.value}`);
});
