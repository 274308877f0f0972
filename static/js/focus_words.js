/** Tapping words: in an answer, to say that one is delicate and why (two taps); in the text of a question that
    asks to mark words, to mark it. Positions are code points, as the server counts them. */

const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;

export function markable(page) {
  const sheet = document.getElementById("word-sheet");
  for (const text of document.querySelectorAll("[data-words]")) {
    if (sheet?.showModal) wrap(text, (found) => open(sheet, text, found));
  }
  if (sheet) sheet.querySelector("form").addEventListener("submit", (event) => send(event, sheet, page));
  for (const box of document.querySelectorAll("[data-marking]")) new Marking(box, page);
}

/** Every word of the element becomes a piece of its own that can be tapped. What is read aloud stays the same. */
function wrap(element, tapped) {
  const text = element.textContent;
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(WORD)) {
    const piece = document.createElement("span");
    piece.className = "woordje";
    piece.textContent = found[0];
    const start = [...text.slice(0, found.index)].length;
    Object.assign(piece.dataset, { start, end: start + [...found[0]].length });
    pieces.push(text.slice(at, found.index), piece);
    at = found.index + found[0].length;
  }
  element.replaceChildren(...pieces, text.slice(at));
  element.addEventListener("click", (event) => {
    const piece = event.target.closest(".woordje");
    // Who selects words to copy them does not tap one.
    if (piece && getSelection().isCollapsed) tapped(piece);
  });
}

function open(sheet, text, piece) {
  const form = sheet.querySelector("form");
  sheet.querySelector("[data-slot=word]").textContent = piece.textContent;
  form.elements.contribution.value = text.dataset.contribution;
  form.elements.version.value = text.dataset.version;
  form.elements.start.value = piece.dataset.start;
  form.elements.end.value = piece.dataset.end;
  sheet.returnTo = piece;
  sheet.showModal();
}

async function send(event, sheet, { here, word, announce, outbox }) {
  event.preventDefault();
  const marked = sheet.querySelector("[data-slot=word]").textContent;
  const fields = [...new FormData(event.target, event.submitter)].filter(([name]) => name !== "csrf_token");
  // For its author alone, who reads it again when it is refused: the positions say to the server which word.
  fields.unshift(["word", marked]);
  try {
    await outbox.put({ url: here.marks, fields, place: "tap" });
    sheet.returnTo.classList.add("aangeduid-woord");
    announce(word("marked", { word: marked }));
  } catch {
    announce(word("notMarked"));
  }
  event.target.reset();
  sheet.close();
}

/** The word of that refused mark looks as it did before. */
export function unmark({ contribution, version, start }) {
  const places = `[data-contribution="${contribution}"][data-version="${version}"] [data-start="${start}"]`;
  for (const piece of document.querySelectorAll(places)) piece.classList.remove("aangeduid-woord");
}

/** A question that asks to mark words in its text: a tap marks one, the rows below hold them with the why. */
class Marking {
  #rows;
  #text;
  #page;
  #most;

  constructor(box, page) {
    this.#page = page;
    this.#most = box.dataset.most;
    this.#text = box.querySelector("[data-slot=text]");
    this.#rows = [...box.querySelectorAll("[data-slot=rows] > li")];
    wrap(this.#text, (piece) => this.#tap(piece));
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[data-act=unmark]") && event.target.closest("li");
      if (row) this.#empty(row);
    });
    box.closest("form").addEventListener("filled", () => this.#show());
    box.addEventListener("input", () => this.#show());
    this.#show();
  }

  #tap(piece) {
    const known = this.#rows.find((row) => field(row, "word").value === piece.textContent);
    if (known) {
      this.#empty(known);
      return;
    }
    const row = this.#rows.find((each) => !field(each, "word").value);
    if (!row) {
      this.#page.announce(this.#page.word("most", { most: this.#most }));
      return;
    }
    field(row, "word").value = piece.textContent;
    this.#changed(row);
    field(row, "why").focus();
  }

  #empty(row) {
    field(row, "word").value = "";
    field(row, "why").value = "";
    this.#changed(row);
  }

  #changed(row) {
    field(row, "word").dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show() {
    const words = new Set();
    for (const row of this.#rows) {
      const value = field(row, "word").value;
      row.classList.toggle("leeg", !value);
      row.querySelector("[data-act=unmark]").setAttribute("aria-label", this.#page.word("remove", { word: value }));
      if (value) words.add(value);
    }
    for (const piece of this.#text.querySelectorAll(".woordje")) {
      piece.classList.toggle("aangeduid-woord", words.has(piece.textContent));
    }
  }
}

function field(row, part) {
  return row.querySelector(`[name$="-${part}"]`);
}
