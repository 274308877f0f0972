/** The map is being calculated: looks again by itself. */

const LOOK_MS = 2000;

setTimeout(() => location.replace(document.querySelector("[data-wait]").dataset.wait + location.search), LOOK_MS);
