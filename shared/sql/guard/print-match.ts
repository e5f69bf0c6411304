import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { isAst, kindOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { type MatchPattern, readMatchPattern } from './match-pattern.ts';
import { readIdentifier } from './print-name.ts';
import { printOrder } from './print-window.ts';
import type { Printer } from './printer.ts';
import { addSource, aliasOf, aliasText } from './read-alias.ts';
import { type Output, Scope } from './scope.ts';
import { readStandIn } from './stand-in.ts';

/** Functions that only mean something in a MATCH_RECOGNIZE. */
const MATCH_FUNCTIONS = ['MATCH_NUMBER', 'MATCH_SEQUENCE_NUMBER', 'CLASSIFIER', 'FIRST', 'LAST', 'PREV', 'NEXT'];

/**
 * MATCH_RECOGNIZE: rows that follow one another in a pattern. Its keys see the columns of what it reads, its measures and
 * definitions also the pattern's symbols; what it gives are the keys, or all those columns, and the measures.
 */
export function printMatch(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const input = scope.sibling();
  const table = printer.source(reader.get('table'), input);
  const columns = columnsOf(input);
  const keys = reader.list('partition_by');
  const partition = clause('PARTITION BY', keys, (key) => printer.expression(key, input));
  const order = reader.has('order_by')
    ? sql`ORDER BY ${printOrder(reader.list('order_by'), input, printer)}`
    : refuse('MATCH_RECOGNIZE needs an ORDER BY');
  const pattern = readPattern(reader.get('pattern'));
  const inner = symbolScope(input, columns, [...pattern.symbols, ...definedSymbols(reader.list('symbols'))]);
  const measures = reader.list('measures').map((measure) => readMeasure(measure, inner, printer));
  const rows = rowsPerMatch(reader.get('rows_per_match'));
  const parts = [
    partition,
    order,
    clause('MEASURES', measures, ({ text }) => text),
    raw(rows.text),
    raw(afterMatch(reader.get('after_match_skip'))),
    raw(`PATTERN (${pattern.text})`),
    clause('DEFINE', reader.list('symbols'), (symbol) => printDefinition(symbol, inner, printer)),
  ].filter(({ text }) => text !== '');
  const alias = aliasOf(reader);
  reader.done();
  const given = rows.isAll ? columns : keyColumns(keys);
  addSource(scope, alias, given === null ? null : [...given, ...measures.map(({ name }) => name)]);
  // What is narrowed has become a query, and a query with a name may not stand before MATCH_RECOGNIZE.
  const source = printer.narrows ? sql`(SELECT * FROM ${table})` : table;
  return sql`${source} MATCH_RECOGNIZE (${joinFragments(parts, ' ')})${aliasText(alias)}`;
}

function clause<Item>(word: string, items: readonly Item[], print: (item: Item) => Fragment): Fragment {
  return items.length === 0 ? raw('') : sql`${word} ${joinFragments(items.map(print), ', ')}`;
}

function columnsOf({ sources }: Scope): Output {
  return sources.some(({ columns }) => columns === null)
    ? null
    : sources.flatMap(({ columns }) => [...(columns ?? [])]);
}

/** Keys that are columns keep their names; any other has a name that nobody can write without quotes. */
function keyColumns(keys: readonly unknown[]): readonly string[] {
  return keys.flatMap((key) => {
    const [kind, payload] = kindOf(key, 'PARTITION BY');
    return kind === 'Identifier' ? [readIdentifier(payload).value] : [];
  });
}

/** A symbol stands for rows of what is read, so any of its columns may follow it. */
function symbolScope(input: Scope, columns: Output, symbols: readonly string[]): Scope {
  const scope = new Scope(input);
  scope.addFunctions(MATCH_FUNCTIONS);
  for (const name of new Set(symbols)) {
    scope.addSource({ name, path: [], columns: columns === null ? null : new Set(columns) });
  }
  return scope;
}

function definedSymbols(nodes: readonly unknown[]): readonly string[] {
  return nodes.map((node) => readIdentifier(new NodeReader(node, 'DEFINE').get('symbol')).value);
}

function readPattern(node: unknown): MatchPattern {
  const [kind, symbol] = kindOf(node, 'PATTERN');
  const [symbolKind, name] = kind === 'Symbol' ? kindOf(symbol, 'PATTERN') : [kind, null];
  const text = symbolKind === 'Named' ? readStandIn('MATCH_PATTERN', readIdentifier(name).value) : null;
  return (text === null ? null : readMatchPattern(text)) ?? refuse('a PATTERN is not understood');
}

function readMeasure(
  node: unknown,
  scope: Scope,
  printer: Printer,
): { readonly name: string; readonly text: Fragment } {
  const reader = new NodeReader(node, 'MEASURES');
  const value = printer.expression(reader.get('expr'), scope);
  const { value: name, text } = readIdentifier(reader.get('alias'));
  reader.done();
  return { name, text: sql`${value} AS ${text}` };
}

function printDefinition(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'DEFINE');
  const text = sql`${readIdentifier(reader.get('symbol')).text} AS ${printer.expression(reader.get('definition'), scope)}`;
  reader.done();
  return text;
}

const EMPTY_MATCHES: Readonly<Record<string, string>> = {
  Any: '',
  Show: ' SHOW EMPTY MATCHES',
  Omit: ' OMIT EMPTY MATCHES',
  WithUnmatched: ' WITH UNMATCHED ROWS',
};

function rowsPerMatch(node: unknown): { readonly isAll: boolean; readonly text: string } {
  if (node === undefined || node === null) return { isAll: false, text: '' };
  if (node === 'OneRow') return { isAll: false, text: 'ONE ROW PER MATCH' };
  // ALL ROWS without more is an object without fields.
  const mode = isAst(node) ? (node['AllRows'] ?? 'Any') : null;
  const words = typeof mode === 'string' ? EMPTY_MATCHES[mode] : undefined;
  return { isAll: true, text: `ALL ROWS PER MATCH${words ?? refuse('a number of rows per match is not understood')}` };
}

function afterMatch(node: unknown): string {
  if (node === undefined || node === null) return '';
  const [kind, symbol] = kindOf(node, 'AFTER MATCH');
  switch (kind) {
    case 'PastLastRow':
      return 'AFTER MATCH SKIP PAST LAST ROW';
    case 'ToNextRow':
      return 'AFTER MATCH SKIP TO NEXT ROW';
    case 'ToFirst':
    case 'ToLast':
      return `AFTER MATCH SKIP TO ${kind === 'ToFirst' ? 'FIRST' : 'LAST'} ${readIdentifier(symbol).text}`;
    default:
      return refuse('where a match goes on is not understood');
  }
}
