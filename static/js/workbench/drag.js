/** Dragging with a mouse, a pen or a finger (by the grip): an extra, beside the menu and the keys. */

const START_PX = 6;
const EDGE_PX = 60;
const SCROLL_PX = 14;

/** Cards can be dragged to themes, proposals' own cards included, and back to what is not placed. */
export function letDrag(choice) {
  let held = null;

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest?.("[data-passage]");
    const byHand = event.pointerType === "mouse" || event.target.closest("[data-slot=grip]");
    if (!card || !byHand || event.button !== 0) return;
    held = { card, id: Number(card.dataset.passage), x: event.clientX, y: event.clientY, slip: null, over: null };
    held.pointer = event.pointerId;
  });

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > START_PX;
    if (!held.slip && far) lift(held, choice);
    if (held.slip) follow(held, event);
  });

  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const { slip, over, ids } = held;
    letGo(held);
    held = null;
    if (!slip) return;
    swallowClick();
    if (over) choice.move(ids, Number(over.dataset.theme ?? 0));
  });

  for (const name of ["pointercancel", "blur"]) {
    window.addEventListener(name, () => {
      if (held) letGo(held);
      held = null;
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held?.slip) return;
    letGo(held);
    held = null;
    swallowClick();
  });

  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-passage]")) event.preventDefault();
  });
}

function lift(held, choice) {
  choice.hold(held.card);
  held.ids = choice.has(held.id) ? choice.ids : [held.id];
  const box = held.card.getBoundingClientRect();
  held.slip = document.createElement("div");
  held.slip.className = "slip lifted gesleept";
  held.slip.textContent = held.card.querySelector("[data-slot=text]").textContent;
  if (held.ids.length > 1) held.slip.dataset.count = held.ids.length;
  held.slip.style.setProperty("inline-size", `${Math.min(box.width, 260)}px`);
  document.body.append(held.slip);
  document.documentElement.classList.add("sleept");
}

function follow(held, event) {
  held.slip.style.setProperty("transform", `translate(${event.clientX + 10}px, ${event.clientY + 8}px) rotate(-2deg)`);
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const over = under?.closest("section[data-theme], .side.dark") ?? null;
  if (over !== held.over) {
    held.over?.classList.remove("over-drop");
    over?.classList.add("over-drop");
    held.over = over;
  }
  scrollAtEdge(under, event.clientY);
}

/** The pane under the pointer scrolls on when that comes near its edge. */
export function scrollAtEdge(under, y) {
  const pane = under?.closest("main, .side");
  const scrolls = pane && pane.scrollHeight > pane.clientHeight + 1 ? pane : document.scrollingElement;
  const box = scrolls === pane ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  if (y < box.top + EDGE_PX) scrolls.scrollBy(0, -SCROLL_PX);
  if (y > box.bottom - EDGE_PX) scrolls.scrollBy(0, SCROLL_PX);
}

function letGo(held) {
  held.slip?.remove();
  held.over?.classList.remove("over-drop");
  document.documentElement.classList.remove("sleept");
}

/** The click that follows a drag means nothing. */
export function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
}
