import { createHash } from 'node:crypto';
import { nameKey } from '#shared/conversation/read-naming.ts';
import { MAX_NAMED, type NamedResult, namedResultSchema } from '#shared/schemas/named-result.ts';
import type { DocumentData, DocumentStore } from '#shared/state/document-store.ts';
import { paths } from './stored-records.ts';

/** Kept as long as conversations, counted from the naming. */
const RETENTION_MS = 90 * 24 * 60 * 60_000;

function collectionOf(conversationId: string): string {
  return `${paths.conversation(conversationId)}/named-results`;
}

/** Where a named result is kept: names that differ only in case are one. */
export function namedPath(conversationId: string, name: string): string {
  return `${collectionOf(conversationId)}/${createHash('sha256').update(nameKey(name)).digest('hex')}`;
}

/** @param sequence Place of the turn that gave the name: a turn knows the names of those before it. */
export function namedToData({ name, plan }: NamedResult, sequence: number, now: number): DocumentData {
  return { name, planJson: JSON.stringify(plan), sequence, expireAt: new Date(now + RETENTION_MS) };
}

/** None where a version wrote it whose plans this one cannot read. */
function namedFromData({ name, planJson }: DocumentData): readonly NamedResult[] {
  const plan: unknown = JSON.parse(String(planJson));
  const read = namedResultSchema.safeParse({ name, plan });
  return read.success ? [{ name: read.data.name, plan: read.data.plan }] : [];
}

/** The results that were named before a turn of the conversation, in the order of their naming. */
export async function recallNamed(
  conversationId: string,
  sequence: number,
  store: Pick<DocumentStore, 'find'>,
): Promise<readonly NamedResult[]> {
  const found = await store.find({
    collection: collectionOf(conversationId),
    where: [{ field: 'sequence', operator: '<', value: sequence }],
    limit: MAX_NAMED,
  });
  const inOrder = found.toSorted((one, other) => Number(one.data['sequence']) - Number(other.data['sequence']));
  return inOrder.flatMap(({ data }) => namedFromData(data));
}
