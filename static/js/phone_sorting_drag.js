/** Dragging the statement onto a pile: an extra beside tapping, for whoever likes it. */

const FAR_PX = 8;

/** `card` may be dragged; onto(element) answers what it would fall on, or null; dropped(target) does it. */
export function dragOnto(card, onto, dropped) {
  let from = null;
  let over = null;

  card.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, moving: false };
  });

  card.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moving && Math.hypot(x, y) < FAR_PX) return;
    if (!from.moving) {
      from.moving = true;
      card.setPointerCapture(event.pointerId);
      card.classList.add("sleept");
    }
    card.style.setProperty("translate", `${x}px ${y}px`);
    light(under(event));
  });

  const end = (event) => {
    const target = from?.moving && event.type === "pointerup" ? under(event) : null;
    from = null;
    card.classList.remove("sleept");
    card.style.removeProperty("translate");
    light(null);
    if (target) dropped(target);
  };
  card.addEventListener("pointerup", end);
  card.addEventListener("pointercancel", end);

  function under(event) {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    return found ? onto(found) : null;
  }

  function light(target) {
    if (over === target) return;
    over?.classList.remove("raak");
    target?.classList.add("raak");
    over = target;
  }
}
