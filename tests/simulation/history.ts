import type { DocumentData } from '#shared/state/document-store.ts';

/** What happened, as an observer outside of the system sees it. */
export type Happening =
  /** The API took a question: from here on it must end. */
  | { readonly kind: 'accepted'; readonly conversationId: string; readonly turnId: string; readonly question: string }
  /** A person saw the final answer of a turn. */
  | { readonly kind: 'seen'; readonly turnId: string; readonly answer: string }
  | {
      readonly kind: 'committed';
      readonly path: string;
      readonly before: DocumentData | null;
      readonly after: DocumentData | null;
    }
  /** A final message appeared in a chat space. */
  | { readonly kind: 'posted'; readonly turnId: string; readonly text: string }
  /** A statement was begun in the warehouse on behalf of a request. */
  | { readonly kind: 'queried'; readonly requestId: string; readonly turnId: string }
  /** A sweep went through; it began at `startedAt`, true time, which its instance took to be `clock`. */
  | { readonly kind: 'swept'; readonly startedAt: number; readonly clock: number }
  | { readonly kind: 'published'; readonly message: MessageFacts }
  | { readonly kind: 'acknowledged'; readonly message: MessageFacts }
  | { readonly kind: 'dead-lettered'; readonly message: MessageFacts }
  | { readonly kind: 'fault'; readonly fault: string; readonly where: string };

export interface MessageFacts {
  readonly id: string;
  readonly topic: string;
  /** Null for a message that belongs to no turn. */
  readonly turnId: string | null;
  /** How often it was delivered so far. */
  readonly attempts: number;
}

export type HistoryEvent = Happening & {
  /** True time, epoch milliseconds. */
  readonly at: number;
};

/** What happened in a simulation, in order. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly record = (happening: Happening): void => {
    this.events.push({ ...happening, at: this.#now() });
  };

  /** The events of one kind, in order. */
  of<Kind extends Happening['kind']>(kind: Kind): readonly Extract<HistoryEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<HistoryEvent, { kind: Kind }> => event.kind === kind);
  }
}
