import { isRecord, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';

/** The name a FROM item goes by; null for one with explicit joins, which stands for several tables. */
export function tableName(item: unknown): string | null {
  if (!isRecord(item) || listOf(item['joins']).length > 0) return null;
  return relationName(item['relation']);
}

/** Names of all tables in FROM, those in joins too. */
export function sourceNames(from: readonly unknown[]): ReadonlySet<string> {
  const names = from.flatMap((item) => {
    if (!isRecord(item)) return [];
    const joined = listOf(item['joins']).map((join) => (isRecord(join) ? relationName(join['relation']) : null));
    return [relationName(item['relation']), ...joined];
  });
  return new Set(names.filter((name) => name !== null));
}

function relationName(relation: unknown): string | null {
  const { payload } = variantOf(relation);
  if (!isRecord(payload)) return null;
  const { alias, name } = payload;
  if (isRecord(alias)) return storedName(alias['name']);
  const last: unknown = Array.isArray(name) ? name.at(-1) : null;
  const part = last === null ? null : variantOf(last);
  return part?.name === 'Identifier' ? storedName(part.payload) : null;
}
