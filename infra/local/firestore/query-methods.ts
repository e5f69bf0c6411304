import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import { aggregate, summedFields } from './aggregate.ts';
import { streaming, unary } from '../grpc/call-handlers.ts';
import { toTimestamp } from './commit-clock.ts';
import type { Database, ReadContext } from './database.ts';
import type { Databases } from './databases.ts';
import { toMessage } from './document-message.ts';
import type { StoredDocument } from './stored-document.ts';
import { aborted, invalidArgument, unimplemented } from './firestore-failure.ts';
import { findNearest } from './find-nearest.ts';
import type { CallFaults } from '../grpc/call-faults.ts';
import type { IndexCatalog } from './index-catalog.ts';
import type { Aggregation, Consistency, DocumentMessage, StructuredQuery } from './protocol.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { reader } from './query-filter.ts';
import { runQuery } from './run-query.ts';
import type { Transaction } from './transaction.ts';

type Queried = { readonly parent: string; readonly structuredQuery?: StructuredQuery };
type RunQueryRequest = Consistency & Queried & { readonly explainOptions: object | null };
type AggregationRequest = Consistency & {
  readonly parent: string;
  readonly structuredAggregationQuery?: {
    readonly structuredQuery?: StructuredQuery;
    readonly aggregations: readonly Aggregation[];
  };
  readonly explainOptions: object | null;
};
type PartitionRequest = Consistency & Queried & { readonly partitionCount: string; readonly pageSize: number };

/** After that many rounds of new documents in a query's result, the transaction gives up. */
const MAX_LOCK_ROUNDS = 10;

export function createQueryMethods(
  databases: Databases,
  faults: CallFaults,
  indexes: IndexCatalog | null,
): UntypedServiceImplementation {
  return {
    RunQuery: streaming('RunQuery', faults, async (request: RunQueryRequest, signal) => {
      if (request.explainOptions !== null) throw unimplemented('Queries are not explained by this server.');
      const plan = planQuery(request.parent, queryOf(request.structuredQuery));
      indexes?.check(plan);
      const { documents, context } = await readQuery(databases, plan, request, signal);
      return queryAnswers(messagesOf(plan, documents), context);
    }),
    RunAggregationQuery: streaming('RunAggregationQuery', faults, async (request: AggregationRequest, signal) => {
      if (request.explainOptions !== null) throw unimplemented('Queries are not explained by this server.');
      const query = request.structuredAggregationQuery;
      const aggregations = query?.aggregations ?? [];
      const plan = withAggregatedFields(planQuery(request.parent, queryOf(query?.structuredQuery)), aggregations);
      indexes?.check(plan, aggregations);
      const { documents, context } = await readQuery(databases, plan, request, signal);
      const aggregateFields = aggregate(documents, aggregations);
      return [{ ...transactionOf(context), result: { aggregateFields }, readTime: toTimestamp(context.readTime) }];
    }),
    PartitionQuery: unary('PartitionQuery', faults, async (request: PartitionRequest, signal) => {
      const plan = planQuery(request.parent, queryOf(request.structuredQuery));
      const { documents } = await readQuery(databases, plan, request, signal);
      return { partitions: partition(documents, Number(request.partitionCount)), nextPageToken: '' };
    }),
  };
}

function queryOf(query: StructuredQuery | undefined): StructuredQuery {
  if (query === undefined) throw invalidArgument('The query is missing.');
  return query;
}

/** The index that sums are read from has only the documents with all the fields summed: a count beside them too. */
function withAggregatedFields(plan: QueryPlan, aggregations: readonly Aggregation[]): QueryPlan {
  const readers = summedFields(aggregations).map(reader);
  if (readers.length === 0) return plan;
  const matches: QueryPlan['matches'] = (document) =>
    plan.matches(document) && readers.every((read) => read(document) !== undefined);
  return { ...plan, matches };
}

async function readQuery(databases: Databases, plan: QueryPlan, selector: Consistency, signal: AbortSignal) {
  const database = databases.get(plan.database);
  const context = database.openRead(selector);
  if (context.transaction === null) return { documents: runQuery(plan, context.view), context };
  return { documents: await readLocked(database, plan, context.transaction, signal), context };
}

/** A query's result whose documents are all locked, so that nobody changes them before the transaction's commit. */
async function readLocked(
  database: Database,
  plan: QueryPlan,
  transaction: Transaction,
  signal: AbortSignal,
): Promise<readonly StoredDocument[]> {
  for (let round = 0; round < MAX_LOCK_ROUNDS; round += 1) {
    const names = new Set(runQuery(plan, database.store).map(({ name }) => name));
    await database.lock(transaction, [...names], signal);
    const documents = runQuery(plan, database.store);
    if (documents.every(({ name }) => names.has(name))) {
      rememberQuery(database, plan, transaction, documents);
      return documents;
    }
  }
  throw aborted('The result of the query keeps changing.');
}

/** At commit the query must still find the same versions: a new document that fits is a phantom. */
function rememberQuery(
  database: Database,
  plan: QueryPlan,
  transaction: Transaction,
  documents: readonly StoredDocument[],
): void {
  const seenAt = database.store.changedAt(plan.collectionId);
  for (const { name, updateTime } of documents) transaction.rememberRead(name, updateTime);
  transaction.rememberQuery(() => {
    if (plan.collectionId !== '' && database.store.changedAt(plan.collectionId) === seenAt) return true;
    const found = runQuery(plan, database.store);
    return found.length === documents.length && found.every((document, index) => document === documents[index]);
  });
}

function messagesOf(plan: QueryPlan, documents: readonly StoredDocument[]): readonly DocumentMessage[] {
  const mask = plan.select === null ? null : { fieldPaths: plan.select };
  if (plan.findNearest === null) return documents.map((document) => toMessage(document, mask));
  return findNearest(documents, plan.findNearest).map(({ document, fields }) => toMessage(document, mask, fields));
}

function transactionOf({ newTransaction }: ReadContext): { readonly transaction?: Buffer } {
  return newTransaction === null ? {} : { transaction: newTransaction };
}

function queryAnswers(documents: readonly DocumentMessage[], context: ReadContext): readonly object[] {
  const readTime = toTimestamp(context.readTime);
  const [first, ...others] = documents;
  if (first === undefined) return [{ ...transactionOf(context), readTime }];
  return [
    { ...transactionOf(context), document: first, readTime },
    ...others.map((document) => ({ document, readTime })),
  ];
}

/** Cursors that cut the result into about equal parts, at most `count` of them. */
function partition(documents: readonly StoredDocument[], count: number): readonly object[] {
  if (!(count > 0)) throw invalidArgument('The partition count must be positive.');
  const cuts = Math.min(count, documents.length - 1);
  const partitions: object[] = [];
  for (let cut = 1; cut <= cuts; cut += 1) {
    const document = documents[Math.floor((cut * documents.length) / (cuts + 1))];
    if (document !== undefined) partitions.push({ values: [{ referenceValue: document.name }], before: false });
  }
  return partitions;
}
