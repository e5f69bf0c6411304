import { invalidArgument } from './firestore-failure.ts';
import type { DocumentStore } from './document-store.ts';
import type { DocumentChange, StoredDocument } from './stored-document.ts';
import type { StructuredQuery } from './protocol.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { checkDocumentName } from './resource-name.ts';
import { hasDocument, runQuery } from './run-query.ts';

export interface TargetMessage {
  readonly targetId: number;
  readonly targetType?: 'query' | 'documents';
  readonly query?: { readonly parent: string; readonly structuredQuery?: StructuredQuery };
  readonly documents?: { readonly documents: readonly string[] };
  readonly resumeToken?: Buffer;
  readonly resumeType?: 'resumeToken' | 'readTime';
}

/** What a listener is told of one document. */
export type TargetEvent =
  | { readonly kind: 'changed'; readonly document: StoredDocument }
  | { readonly kind: 'deleted'; readonly name: string }
  /** It is still there, but no longer fits the query. */
  | { readonly kind: 'left'; readonly name: string };

/** One thing listened to: named documents, or a query's result. */
export interface ListenTarget {
  /** Fields to send; null for all. */
  readonly select: readonly string[] | null;
  /** The whole present result. */
  start(store: DocumentStore): readonly TargetEvent[];
  /** What a commit means for the result. */
  update(store: DocumentStore, changes: readonly DocumentChange[]): readonly TargetEvent[];
}

/** Throws what the query would, had it been run. */
export function createTarget(message: TargetMessage, database: string, check: (plan: QueryPlan) => void): ListenTarget {
  if (message.targetType === 'documents') return documentsTarget(message.documents?.documents ?? [], database);
  const query = message.query?.structuredQuery;
  if (message.query === undefined || query === undefined) throw invalidArgument('The target has no query.');
  const plan = planQuery(message.query.parent, query);
  if (plan.findNearest !== null) throw invalidArgument('A vector search cannot be listened to.');
  check(plan);
  return plan.limit === null && plan.offset === 0 ? new UnboundedTarget(plan) : new BoundedTarget(plan);
}

function documentsTarget(names: readonly string[], database: string): ListenTarget {
  for (const name of names) {
    if (checkDocumentName(name) !== database) throw invalidArgument(`"${name}" is not in "${database}".`);
  }
  const wanted = new Set(names);
  return {
    select: null,
    start: (store) => [...wanted].map((name) => eventOf(name, store.get(name))),
    update: (_store, changes) =>
      changes.filter(({ name }) => wanted.has(name)).map(({ name, after }) => eventOf(name, after)),
  };
}

function eventOf(name: string, document: StoredDocument | null): TargetEvent {
  return document === null ? { kind: 'deleted', name } : { kind: 'changed', document };
}

/** A query without a limit: whether a document belongs depends on nothing but the document. */
class UnboundedTarget implements ListenTarget {
  readonly select: readonly string[] | null;
  readonly #plan: QueryPlan;
  readonly #members = new Set<string>();

  constructor(plan: QueryPlan) {
    this.#plan = plan;
    this.select = plan.select;
  }

  start(store: DocumentStore): readonly TargetEvent[] {
    return runQuery(this.#plan, store).map((document) => {
      this.#members.add(document.name);
      return { kind: 'changed', document };
    });
  }

  update(_store: DocumentStore, changes: readonly DocumentChange[]): readonly TargetEvent[] {
    return changes.flatMap((change) => this.#updateOne(change));
  }

  #updateOne({ name, after }: DocumentChange): readonly TargetEvent[] {
    if (after !== null && hasDocument(this.#plan, after)) {
      this.#members.add(name);
      return [{ kind: 'changed', document: after }];
    }
    if (!this.#members.delete(name)) return [];
    return [after === null ? { kind: 'deleted', name } : { kind: 'left', name }];
  }
}

/** A query with a limit: one document's change can bring in or push out another, so it is run again. */
class BoundedTarget implements ListenTarget {
  readonly select: readonly string[] | null;
  readonly #plan: QueryPlan;
  #members: ReadonlyMap<string, StoredDocument> = new Map();

  constructor(plan: QueryPlan) {
    this.#plan = plan;
    this.select = plan.select;
  }

  start(store: DocumentStore): readonly TargetEvent[] {
    const found = runQuery(this.#plan, store);
    this.#members = new Map(found.map((document) => [document.name, document]));
    return found.map((document) => ({ kind: 'changed', document }));
  }

  update(store: DocumentStore, changes: readonly DocumentChange[]): readonly TargetEvent[] {
    if (!changes.some((change) => this.#concerns(change))) return [];
    const before = this.#members;
    const now = this.start(store);
    const gone = [...before.keys()].filter((name) => !this.#members.has(name));
    const changed = now.filter(
      (event) => event.kind === 'changed' && before.get(event.document.name) !== event.document,
    );
    return [
      ...gone.map((name): TargetEvent => ({ kind: store.get(name) === null ? 'deleted' : 'left', name })),
      ...changed,
    ];
  }

  #concerns({ name, before, after }: DocumentChange): boolean {
    if (this.#members.has(name)) return true;
    return [before, after].some((document) => document !== null && hasDocument(this.#plan, document));
  }
}
