/** The join page: the button says which table was chosen. */

const word = document.querySelector(".leaf > span");
const sentence = document.querySelector(".leaf").dataset.at;

document.getElementById("join").addEventListener("change", (event) => {
  if (event.target.name === "table") word.textContent = sentence.replace("%(number)s", event.target.value);
});
