import { isRecord, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import { tableName } from './source-names.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

interface Source {
  readonly from: string;
  readonly where: string;
}

/** A conjunct of WHERE that joins `table` from outside, its (+) marks taken off. */
interface OuterCondition {
  readonly table: string;
  readonly condition: unknown;
  readonly tables: ReadonlySet<string>;
}

/** FROM and WHERE; conditions with (+) become LEFT JOINs of the marked tables (docs: constructs/where#joins-in-the-where-clause). */
export function printOuterJoins(from: readonly unknown[], selection: unknown, printer: Printer): Source {
  const conjuncts = selection === null ? [] : conjunctsOf(selection);
  const marked = conjuncts.filter((conjunct) => markedTables(conjunct).size > 0);
  if (marked.length === 0) {
    const items = from.map((item) => printer.tableWithJoins(item));
    const where = selection === null ? '' : `WHERE ${printer.expression(selection)}`;
    return { from: items.length === 0 ? '' : `FROM ${items.join(', ')}`, where };
  }
  const plain = conjuncts
    .filter((conjunct) => !marked.includes(conjunct))
    .map((conjunct) => printer.expression(conjunct));
  return {
    from: `FROM ${joinMarked(from, marked.map(readCondition), printer)}`,
    where: plain.length === 0 ? '' : `WHERE ${plain.join(' AND ')}`,
  };
}

function joinMarked(from: readonly unknown[], conditions: readonly OuterCondition[], printer: Printer): string {
  const names = from.map(tableName);
  const inner = from.filter((_, index) => !conditions.some((condition) => condition.table === names[index]));
  if (inner.length === 0) throw unsupported('(+) on every table');
  const joined = new Set(
    names.flatMap((name) => (name === null || conditions.some(({ table }) => table === name) ? [] : [name])),
  );
  let text = inner.map((item) => printer.tableWithJoins(item)).join(' CROSS JOIN ');
  let waiting = [...new Set(conditions.map((condition) => condition.table))];
  while (waiting.length > 0) {
    const next = waiting.find((table) =>
      conditionsOf(conditions, table).every((condition) => isReady(condition, joined)),
    );
    const item = next === undefined ? undefined : from[names.indexOf(next)];
    if (next === undefined || item === undefined)
      throw unsupported('(+) on tables that wait for each other or are not in FROM');
    const on = conditionsOf(conditions, next).map((condition) => printer.expression(condition.condition));
    text += ` LEFT JOIN ${printer.tableWithJoins(item)} ON ${on.join(' AND ')}`;
    joined.add(next);
    waiting = waiting.filter((table) => table !== next);
  }
  return text;
}

function conditionsOf(conditions: readonly OuterCondition[], table: string): readonly OuterCondition[] {
  return conditions.filter((condition) => condition.table === table);
}

function isReady(condition: OuterCondition, joined: ReadonlySet<string>): boolean {
  return [...condition.tables].every((table) => table === condition.table || joined.has(table));
}

function conjunctsOf(node: unknown): readonly unknown[] {
  const { name, payload } = variantOf(node);
  if (name === 'Nested' && markedTables(payload).size > 0) return conjunctsOf(payload);
  if (name !== 'BinaryOp' || !isRecord(payload) || payload['op'] !== 'And') return [node];
  return [...conjunctsOf(payload['left']), ...conjunctsOf(payload['right'])];
}

function readCondition(conjunct: unknown): OuterCondition {
  const tables = markedTables(conjunct);
  const [table] = tables;
  if (table === undefined || tables.size > 1) throw unsupported('(+) on two tables in one condition');
  return { table, condition: withoutMarks(conjunct), tables: tablesIn(conjunct) };
}

/** Tables marked (+) in an expression; subqueries have marks of their own. */
function markedTables(node: unknown): ReadonlySet<string> {
  return collect(node, (key, value) => {
    if (key !== 'OuterJoin') return null;
    const { name, payload } = variantOf(value);
    const [table] = name === 'CompoundIdentifier' ? listOf(payload).slice(-2) : [];
    if (table === undefined) throw unsupported('(+) on a column without its table');
    return storedName(table);
  });
}

function tablesIn(node: unknown): ReadonlySet<string> {
  return collect(node, (key, value) => (key === 'CompoundIdentifier' ? storedName(listOf(value).at(-2)) : null));
}

function collect(node: unknown, read: (key: string, value: unknown) => string | null): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isRecord(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const name = read(key, inner);
      if (name !== null) found.add(name);
      if (key !== 'subquery' && key !== 'Subquery') visit(inner);
    }
  };
  visit(node);
  return found;
}

function withoutMarks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => withoutMarks(item));
  if (!isRecord(node)) return node;
  if ('OuterJoin' in node) return node['OuterJoin'];
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutMarks(value)]));
}
