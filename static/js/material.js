/** Words that are selected in what was said go to the form below it, with their place in code points. */

for (const form of document.querySelectorAll("[data-material] .maak form")) {
  // Whoever edits the words no longer means the selection.
  form.elements.words.addEventListener("input", () => place(form, "", ""));
}
document.addEventListener("pointerup", () => setTimeout(take));
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") take();
});

function take() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const said = of(range.startContainer);
  if (!said || said !== of(range.endContainer)) return;
  const details = document.getElementById(`maak-${said.dataset.said}`);
  const form = details.querySelector("form");
  const before = document.createRange();
  before.selectNodeContents(said);
  before.setEnd(range.startContainer, range.startOffset);
  const start = points(before.toString());
  form.elements.words.value = range.toString();
  place(form, start, start + points(range.toString()));
  details.open = true;
}

function of(node) {
  return (node instanceof Element ? node : node.parentElement)?.closest("[data-said]") ?? null;
}

function points(text) {
  return [...text].length;
}

function place(form, start, end) {
  form.elements.start.value = start;
  form.elements.end.value = end;
}
