import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { type Document, LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { ModelProblem } from './model-problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML text read into plain data, which can still say where each value stands. */
export interface LocatedYaml {
  readonly file: string;
  /** Maps, lists and texts only: numbers and booleans keep their spelling. Null for an empty text. */
  readonly data: unknown;
  readonly problems: readonly ModelProblem[];
  /** Place of the deepest part of the path that exists; `offset` counts characters into the text there. */
  locate(path: readonly (string | number)[], offset?: number): Place | null;
  /** The path in words: members of a list by their names instead of their numbers. */
  describe(path: readonly (string | number)[]): string;
}

/** Keys of the older form, which hold what the newer key does. */
const OLDER_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['facts', ['measures']],
  ['metrics', ['measures']],
  ['unique_keys', ['dimensions']],
  ['cortex_search_service', ['cortex_search_service_name']],
]);

function memberOf(node: unknown, key: string | number): unknown {
  if (isSeq(node) && typeof key === 'number') return node.items[key];
  if (!isMap(node)) return undefined;
  const pair = [String(key), ...(OLDER_KEYS.get(String(key)) ?? [])]
    .map((name) => node.items.find((item) => isScalar(item.key) && item.key.value === name))
    .find((item) => item !== undefined);
  return pair?.value;
}

function nameOf(node: unknown): string | null {
  if (!isMap(node)) return null;
  const name = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === 'name')?.value;
  return isScalar(name) && typeof name.value === 'string' ? name.value : null;
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range ?? null) : null;
}

/** Place of a character of a literal block, whose first line follows the line of its `|` and sets the indentation. */
function placeInBlock(start: number, before: string, text: string): number {
  const first = text.indexOf('\n', start) + 1;
  const indent = /[ ]*/y;
  indent.lastIndex = first;
  const indentation = indent.exec(text)?.[0].length ?? 0;
  let at = first;
  for (let passed = before.split('\n').length - 1; passed > 0; passed -= 1) at = text.indexOf('\n', at) + 1;
  return at + indentation + (before.length - before.lastIndexOf('\n') - 1);
}

/** Where in the file a character of a value stands; exact but for folded blocks and escapes. */
function placeInScalar(node: unknown, offset: number, text: string): number | null {
  const range = rangeOf(node);
  if (range === null || !isScalar(node)) return range?.[0] ?? null;
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  if (isQuoted) return range[0] + 1 + offset;
  if (node.type !== 'BLOCK_LITERAL') return range[0] + offset;
  return placeInBlock(range[0], typeof node.value === 'string' ? node.value.slice(0, offset) : '', text);
}

function describePath(root: unknown, path: readonly (string | number)[]): string {
  const words: string[] = [];
  let node = root;
  for (const key of path) {
    node = memberOf(node, key);
    words.push(typeof key === 'number' ? (nameOf(node) ?? `[${key}]`) : key);
  }
  return words.join('.');
}

function problemsOf(document: Document.Parsed, file: string): readonly ModelProblem[] {
  return [...document.errors, ...document.warnings].map((error) => ({
    severity: error.name === 'YAMLParseError' ? 'error' : 'warning',
    rule: 'yaml',
    file,
    line: error.linePos?.[0].line ?? null,
    column: error.linePos?.[0].col ?? null,
    path: '',
    message: `${error.message.split(' at line ')[0] ?? error.message}.`,
    mend: 'Correct the YAML there.',
  }));
}

function findNode(root: unknown, path: readonly (string | number)[]): { node: unknown; isWhole: boolean } {
  let node = root;
  for (const key of path) {
    const member = memberOf(node, key);
    if (member === undefined || member === null) return { node, isWhole: false };
    node = member;
  }
  return { node, isWhole: true };
}

interface Located {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Reads a text with the place of everything in it, which takes ten times as long as reading its data. */
function readPlaces(text: string): Located {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, schema: 'failsafe', keepSourceTokens: false }), lines };
}

/** The data of a text without fault; null when there is a fault, or nothing. */
function readData(text: string): unknown {
  try {
    return load(text, { schema: FAILSAFE_SCHEMA }) ?? null;
  } catch {
    // It is read again with its places, and the fault is reported from there.
    return null;
  }
}

/** Reads a YAML text. Never throws: what is wrong with it is in `problems`. Places are only sought when asked for. */
export function readLocatedYaml(text: string, file: string): LocatedYaml {
  const data = readData(text);
  let located: Located | null = data === null ? readPlaces(text) : null;
  const places = (): Located => (located ??= readPlaces(text));
  const problems = located === null ? [] : problemsOf(located.document, file);
  const isReadable = problems.every((problem) => problem.severity !== 'error');
  return {
    file,
    data: data ?? (isReadable ? places().document.toJS({ maxAliasCount: -1 }) : null),
    problems,
    locate(path, offset = 0) {
      const { document, lines } = places();
      const { node, isWhole } = findNode(document.contents, path);
      const at = placeInScalar(node, isWhole ? offset : 0, text);
      if (at === null) return null;
      const { line, col } = lines.linePos(at);
      return { line, column: col };
    },
    describe: (path) => describePath(places().document.contents, path),
  };
}
