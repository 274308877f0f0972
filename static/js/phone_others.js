/** What others wrote: the newest first, twenty at a time, with a warm heart to give. */

import { copyOf, here, slot, text, urlFor, word } from "./phone_dom.js";
import { leverNames } from "./phone_mine.js";

/** Panels on the same page may have slots of these names too. */
const side = document.querySelector("section[data-side=others]");

export class Others {
  #list = slot("others", side);
  #items = [];
  #next = null;
  #hearts = new Map();
  #reading = Promise.resolve();
  #onHeart;

  /** onHeart(id, given) sends it on its way. */
  constructor(onHeart) {
    this.#onHeart = onHeart;
    this.#list.addEventListener("submit", (event) => this.#give(event));
    slot("more", side).addEventListener("click", (event) => {
      event.preventDefault();
      this.#inTurn(() => this.#read(this.#next));
    });
  }

  /** The newest page is on the screen; false when there is no line. */
  refresh() {
    return this.#inTurn(() => this.#read(null));
  }

  /** One after the other: a first page that came after the second would take that one away again. */
  #inTurn(read) {
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  /** A heart that is still on its way counts already. */
  expect(id, given) {
    this.#hearts.set(id, given);
  }

  /** A heart that the server refused was not given. */
  undo(id) {
    this.#hearts.delete(id);
    this.#draw();
  }

  async #read(before) {
    const url = new URL(here.urls.others, location.href);
    if (before) url.searchParams.set("before", before);
    this.#list.setAttribute("aria-busy", "true");
    let answer;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      answer = await response.json();
    } catch {
      if (!this.#items.length) this.#say(word("othersGone"));
      return false;
    } finally {
      this.#list.setAttribute("aria-busy", "false");
    }
    this.#items = before ? [...this.#items, ...answer.items] : answer.items;
    this.#next = answer.next;
    this.#draw();
    return true;
  }

  #say(sentence) {
    const line = slot("no-others");
    line.textContent = sentence;
    line.hidden = false;
  }

  #draw() {
    const old = new Map([...this.#list.children].map((article) => [article.id, article]));
    const articles = this.#items.map((item) => {
      const article = old.get(`c${item.id}`) ?? copyOf("other");
      fill(article, item, this.#hearts.get(item.id) ?? item.given);
      return article;
    });
    const same = articles.length === this.#list.children.length;
    if (!same || articles.some((each, place) => each !== this.#list.children[place])) {
      this.#list.replaceChildren(...articles);
    }
    slot("no-others").hidden = this.#items.length > 0;
    slot("more", side).hidden = this.#next === null;
  }

  #give(event) {
    event.preventDefault();
    const id = Number(event.target.closest("article").dataset.id);
    const item = this.#items.find((each) => each.id === id);
    const given = !(this.#hearts.get(id) ?? item.given);
    this.#hearts.set(id, given);
    fill(event.target.closest("article"), item, given);
    this.#onHeart(id, given);
  }
}

function fill(article, item, given) {
  article.id = `c${item.id}`;
  article.dataset.id = item.id;
  text("text", item.text, article);
  const about = [item.table ? word("wallTable", { number: item.table }) : null, ...leverNames(item.levers)];
  text("about", about.filter(Boolean).join(", "), article);
  const form = article.querySelector("form");
  form.action = urlFor("heart", item.id);
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(given));
  text("heart", word("heart", { title: item.text }), article);
  text("hearts", String(item.hearts + Number(given) - Number(item.given) || ""), article);
}
