/** The guide's editor: what each day asks follows what was kept; a moved question keeps the focus. */

const words = document.getElementById("guide").dataset;

document.addEventListener("kept", ({ detail }) => {
  if (detail.guide) show(detail.guide);
});
document.querySelector("[data-again]")?.focus();

function show({ loads, minutes, efforts, changes }) {
  for (const place of document.querySelectorAll("[data-effort]")) put(place, efforts[place.dataset.effort]);
  for (const place of document.querySelectorAll("[data-change]")) put(place, changes[place.dataset.change]);
  const all = document.querySelector("[data-loads]");
  if (all) all.replaceChildren(...loads.map((each) => section(each, loads.length === 1)));
}

function put(place, text) {
  if (text !== undefined && place.textContent !== text) place.textContent = text;
}

function section({ segment, name, days }, alone) {
  const made = document.createElement("section");
  made.dataset.segment = segment;
  const title = made.appendChild(document.createElement("h3"));
  title.textContent = name;
  title.classList.toggle("visually-hidden", alone);
  made.appendChild(document.createElement("ul")).append(...days.map(line));
  return made;
}

function line(day) {
  const made = document.createElement("li");
  made.classList.toggle("veel", day.too_much);
  made.appendChild(document.createElement("span")).textContent = day.name;
  const figure = made.appendChild(document.createElement("b"));
  figure.className = "num";
  figure.textContent = day.words;
  const measure = made.appendChild(document.createElement("progress"));
  measure.max = 100;
  measure.value = day.percent;
  measure.ariaHidden = "true";
  if (day.too_much) made.appendChild(document.createElement("small")).textContent = words.tooMuch;
  return made;
}
