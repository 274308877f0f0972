/** Choosing themes and merging them: one way for the marks, the keys and the hand that drags one onto another. */

import { act } from "./acts.js";
import { scrollAtEdge, swallowClick } from "./drag.js";
import { clone, fill, slot, words, write } from "./parts.js";

const START_PX = 6;

export class ThemeChoice {
  #board;
  #ids = new Set();
  #merging = [];
  #bar = document.getElementById("merge");
  #dialog = document.getElementById("merge-ask");

  constructor(board) {
    this.#board = board;
    document.addEventListener("change", (event) => this.#changed(event));
    this.#bar.addEventListener("submit", (event) => event.preventDefault());
    slot(this.#bar, "merge-chosen").addEventListener("click", () => this.ask(this.ids));
    slot(this.#bar, "clear-themes").addEventListener("click", () => this.#clear());
    this.#dialog.querySelector("form").addEventListener("submit", (event) => this.#merge(event));
    for (const box of document.querySelectorAll(".kies input:checked")) this.#ids.add(Number(box.value));
    this.draw();
    letDragThemes((from, onto) => this.ask([from, onto], onto));
  }

  /** The chosen themes that stand. */
  get ids() {
    return [...this.#ids].filter((id) => this.#board.block(`theme:${id}`)?.isConnected);
  }

  draw() {
    const ids = this.#board.model ? this.ids : [...this.#ids];
    this.#ids = new Set(ids);
    this.#bar.classList.toggle("leeg", !ids.length);
    write(slot(this.#bar, "chosen-themes"), ids.length === 1 ? words.chosenTheme : fill(words.chosenThemes, { count: ids.length }));
    slot(this.#bar, "merge-chosen").disabled = ids.length < 2;
  }

  /** Asks which of these themes stays: the one of that id, else the one that people named and said most of. */
  ask(ids, stays = null) {
    const themes = this.#board.model?.themes.filter((theme) => ids.includes(theme.id)) ?? [];
    if (themes.length < 2) return;
    this.#merging = themes.map((theme) => theme.id);
    const best = stays ?? [...themes].sort((one, other) => other.named - one.named || other.all.length - one.all.length)[0].id;
    const rows = themes.map((theme) => {
      const row = clone("stays", theme.id);
      row.querySelector("input").checked = theme.id === best;
      write(slot(row, "title"), theme.title);
      write(slot(row, "count"), theme.all.length);
      return row;
    });
    slot(this.#dialog, "themes").replaceChildren(...rows);
    this.#dialog.showModal();
    this.#dialog.querySelector("input:checked").focus();
  }

  async #merge(event) {
    event.preventDefault();
    const into = new FormData(event.target).get("into_id");
    const fields = [["into_id", into], ...this.#merging.map((id) => ["theme", id])];
    const answer = await act("merge", fields, words.merged);
    this.#dialog.close();
    if (!answer) return;
    this.#clear();
    this.#board.focusSoon(`theme:${answer.theme}`);
  }

  #clear() {
    for (const id of this.#ids) {
      const box = this.#board.block(`theme:${id}`)?.querySelector(".kies input");
      if (box) box.checked = false;
    }
    const first = this.ids[0];
    this.#ids.clear();
    this.draw();
    this.#board.block(`theme:${first}`)?.querySelector(".kies input").focus();
  }

  #changed(event) {
    if (!event.target.matches(".kies input")) return;
    if (event.target.checked) this.#ids.add(Number(event.target.value));
    else this.#ids.delete(Number(event.target.value));
    this.draw();
  }
}

/** A theme dragged by its name onto another with a mouse or a pen: an extra, beside the marks. */
function letDragThemes(dropped) {
  let held = null;

  document.addEventListener("pointerdown", (event) => {
    const head = event.target.closest?.("section[data-theme] > h3");
    if (!head || event.pointerType === "touch" || event.button !== 0) return;
    held = { block: head.parentElement, pointer: event.pointerId, x: event.clientX, y: event.clientY, slip: null, over: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.slip && Math.hypot(event.clientX - held.x, event.clientY - held.y) > START_PX) held.slip = lifted(held.block);
    if (held.slip) follow(held, event);
  });

  const end = (drops) => {
    if (!held) return;
    const { block, slip, over } = held;
    held = null;
    slip?.remove();
    over?.classList.remove("over-drop");
    document.documentElement.classList.remove("sleept");
    if (!slip) return;
    swallowClick();
    if (drops && over) dropped(Number(block.dataset.theme), Number(over.dataset.theme));
  };
  document.addEventListener("pointerup", (event) => event.pointerId === held?.pointer && end(true));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
  for (const name of ["pointercancel", "blur"]) window.addEventListener(name, () => end(false));
}

function lifted(block) {
  const slip = document.createElement("div");
  slip.className = "slip lifted gesleept";
  slip.textContent = slot(block, "title").textContent;
  document.body.append(slip);
  document.documentElement.classList.add("sleept");
  getSelection()?.removeAllRanges();
  return slip;
}

function follow(held, event) {
  held.slip.style.setProperty("transform", `translate(${event.clientX + 10}px, ${event.clientY + 8}px) rotate(-2deg)`);
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const theme = under?.closest("section[data-theme]");
  const over = theme === held.block ? null : (theme ?? null);
  if (over !== held.over) {
    held.over?.classList.remove("over-drop");
    over?.classList.add("over-drop");
    held.over = over;
  }
  scrollAtEdge(under, event.clientY);
}
