/** The result works without this; with it, a button prints. */

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
