import { leafField } from "/static/js/draw/leaves.js";

const main = document.querySelector("main");
const letters = [..."aabacabdahbaceabdaacbha"];

if ("count" in main.dataset) {
  const count = Number(main.dataset.count);
  const colours = Array.from({ length: count }, (_, k) => (k % 17 === 16 ? "" : letters[k % letters.length]));
  document.getElementById("veld").append(leafField(colours));
}
for (const place of document.querySelectorAll("[data-leaves]")) {
  const colours = Array(Number(place.dataset.leaves)).fill(place.dataset.letter);
  place.append(leafField(colours, { width: 330, height: 96, capacity: 41 }));
}
