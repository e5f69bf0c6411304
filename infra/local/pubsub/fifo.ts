/** First in, first out; taking from the front costs the same however long the line is. */
export class Fifo<Item> {
  #items: Item[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    // What was taken is let go once it is the larger half, so that each item is moved at most once on average.
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Keeps only the items for which this is true, in their order. */
  filter(keeps: (item: Item) => boolean): void {
    this.#items = this.toArray().filter(keeps);
    this.#head = 0;
  }

  toArray(): readonly Item[] {
    return this.#items.slice(this.#head);
  }
}
