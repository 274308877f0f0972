/** Putting in order: up and down; the numbers that the form sends follow. */

export function orderLists(page) {
  for (const list of document.querySelectorAll("[data-order]")) new OrderList(list, page);
}

class OrderList {
  #list;
  #page;

  constructor(list, page) {
    this.#list = list;
    this.#page = page;
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.#move(button.closest("li"), Number(button.dataset.move), button);
    });
    list.closest("form").addEventListener("filled", () => this.#arrange());
    list.closest("form").addEventListener("submit", () => this.#number(), { capture: true });
  }

  #move(row, by, button) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.#list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.#number();
    const free = getComputedStyle(button).visibility !== "hidden";
    (free ? button : row.querySelector(`[data-move="${-by}"]`)).focus();
    this.#list.dispatchEvent(new Event("input", { bubbles: true }));
    const title = row.querySelector("[data-slot=title]").textContent;
    const to = [...this.#list.children].indexOf(row) + 1;
    this.#page.announce(this.#page.word("moved", { title, to, last: this.#list.dataset.last }));
  }

  #number() {
    [...this.#list.children].forEach((row, place) => {
      row.querySelector(".nummer").value = String(place + 1);
    });
  }

  /** A draft came back: the rows stand as its numbers say. */
  #arrange() {
    const rows = [...this.#list.children];
    const place = (row) => Number(row.querySelector(".nummer").value) || rows.length + 1;
    this.#list.append(...rows.sort((one, other) => place(one) - place(other)));
  }
}
