import { leafField } from "/static/js/draw/leaves.js";
import { leversPicture } from "/static/js/draw/levers.js";

const levers = [["Grondrechten", 19, "e", "scale"], ["Vertrouwen", 124, "a", "handshake"], ["Handelingsvermogen", 96, "c", "footprints"],
  ["Meerwaarde", 81, "b", "sprout"], ["Herverdelen", 0, "h", "split"], ["Levenskwaliteit", 41, "d", "house"]]
  .map(([name, count, petal, icon]) => ({ name, count, petal, icon }));
const arrows = [[0, 1, 4], [1, 2, 40], [2, 3, 33], [3, 4, 8], [4, 5, 0], [5, 2, 20], [0, 5, 2], [1, 3, 60]]
  .map(([from, to, count]) => ({ from, to, count }));
const main = document.querySelector("main");
const letters = [..."aabacabdahbaceabdaacbha"];

if ("count" in main.dataset) {
  const count = Number(main.dataset.count);
  const colours = Array.from({ length: count }, (_, k) => (k % 17 === 16 ? "" : letters[k % letters.length]));
  document.getElementById("veld").append(leafField(colours));
}
if ("levers" in main.dataset) {
  const sprite = document.documentElement.dataset.sprite;
  main.append(leversPicture({ levers, arrows, sprite, label: "De zes hefbomen" }));
}
for (const place of document.querySelectorAll("[data-leaves]")) {
  const colours = Array(Number(place.dataset.leaves)).fill(place.dataset.letter);
  place.append(leafField(colours, { width: 330, height: 96, capacity: 41 }));
}
