import type { MessageRecord } from './records.ts';

/** Messages that are kept to seek back to, whether or not they were acknowledged. */
export class RetainedMessages {
  readonly #messages = new Map<string, MessageRecord>();

  add(messages: readonly MessageRecord[]): void {
    for (const message of messages) this.#messages.set(message.messageId, message);
  }

  values(): readonly MessageRecord[] {
    return [...this.#messages.values()];
  }

  /** Lets go of messages published before, in epoch milliseconds. */
  expire(before: number): void {
    // Kept about in the order of publishing: the first that is young enough ends the search.
    for (const [id, { publishedAt }] of this.#messages) {
      if (publishedAt >= before) return;
      this.#messages.delete(id);
    }
  }

  clear(): void {
    this.#messages.clear();
  }
}
