/** The panel of this kind on the phone. */

export class Panel {
  #root;

  /** tools: {outbox, wire}. */
  constructor(root) {
    this.#root = root;
  }

  /** state: {step, hall, own, table, entries, sent}; called whenever something is news and it is in front. */
  draw({ step }) {
    this.#root.dataset.step = step?.id ?? "";
  }
}
