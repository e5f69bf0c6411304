import type { DocumentStore } from '#shared/state/document-store.ts';
import type { Serve } from './wire-function.ts';

/** A mistake that could be made, planted around the real code: a port or a piece of the runtime behaves as if it were there. */
export interface PlantedBug {
  readonly name: string;
  /** The store as the mistaken code sees and writes it. */
  readonly store?: (store: DocumentStore) => DocumentStore;
  /** A function as it would handle requests; `store` is the real one. */
  readonly serve?: (serve: Serve, store: DocumentStore) => Serve;
  /** Names a chat message. */
  readonly chatRequestId?: (turnId: string) => string;
  readonly hasNoSweeper?: boolean;
  /** Subscriptions deliver for ever what is never acknowledged. */
  readonly hasNoDeadLetterPolicy?: boolean;
}
