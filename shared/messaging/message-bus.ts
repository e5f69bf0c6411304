/** A message as the bus carries it: JSON text, at most 256 KB, with attributes to filter and trace by. */
export interface OutgoingMessage {
  readonly json: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where handoffs are published. Delivery is at least once, in any order. */
export interface MessageBus {
  /**
   * Resolves when the bus has taken the message for good.
   *
   * @throws AppError `messaging_unavailable` when it could not be published; publishing again is safe.
   */
  publish(topic: string, message: OutgoingMessage): Promise<void>;
}
