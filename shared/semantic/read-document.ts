import type { z } from 'zod';
import { isData } from './older-form.ts';
import type { PlacedProblem } from './model-problem.ts';

type Path = readonly (string | number)[];

interface Issue {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly keys: readonly string[];
  readonly expected: string;
}

export interface DocumentReading<T> {
  /** Null when it has errors. */
  readonly value: T | null;
  readonly problems: readonly PlacedProblem[];
}

const EXPECTED: ReadonlyMap<string, string> = new Map([
  ['array', 'a list'],
  ['object', 'a map'],
  ['record', 'a map'],
  ['string', 'a text'],
  ['int', 'a whole number'],
]);

/** The issue, or those of the alternative that came nearest, with their whole paths. */
function flatten(issue: z.core.$ZodIssue, outer: Path): readonly Issue[] {
  const path = [...outer, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'invalid_union') {
    const [nearest] = issue.errors.toSorted((first, second) => first.length - second.length);
    if (nearest !== undefined && nearest.length > 0) return nearest.flatMap((inner) => flatten(inner, path));
  }
  return [
    {
      code: issue.code,
      path,
      message: issue.message,
      keys: issue.code === 'unrecognized_keys' ? issue.keys : [],
      expected: issue.code === 'invalid_type' ? issue.expected : '',
    },
  ];
}

function isMissing(data: unknown, path: Path): boolean {
  let node: unknown = data;
  for (const key of path) {
    if (Array.isArray(node) && typeof key === 'number') node = node[key];
    else if (isData(node)) node = node[String(key)];
    else return true;
  }
  return node === undefined;
}

function toProblem(issue: Issue, data: unknown, document: PlacedProblem['document']): PlacedProblem {
  const base = { severity: 'error', rule: 'shape', document, path: issue.path } as const;
  const key = String(issue.path.at(-1) ?? document);
  const isAbsent = isMissing(data, issue.path);
  if (isAbsent) return { ...base, message: `${key} is missing.`, mend: `Add ${key}.` };
  const expected = EXPECTED.get(issue.expected);
  if (expected !== undefined) return { ...base, message: `${key} is not ${expected}.`, mend: `Write ${expected}.` };
  return { ...base, message: `${key} is not valid: ${issue.message}.`, mend: 'Write one of the values it may have.' };
}

function toUnknownKeys(issue: Issue, document: PlacedProblem['document']): readonly PlacedProblem[] {
  return issue.keys.map((key) => ({
    severity: 'warning',
    rule: 'unknown-key',
    document,
    path: [...issue.path, key],
    message: `${key} is no key of this format, and is ignored.`,
    mend: document === 'model' ? 'Remove it; what Baton adds belongs in the sidecar.' : 'Check its spelling.',
  }));
}

/** The data without the keys that no schema knows. */
function removeKeys(data: unknown, unknown: ReadonlySet<string>, path: Path): unknown {
  if (Array.isArray(data)) return data.map((item: unknown, index) => removeKeys(item, unknown, [...path, index]));
  if (!isData(data)) return data;
  const known = Object.entries(data).filter(([key]) => !unknown.has(JSON.stringify([...path, key])));
  return Object.fromEntries(known.map(([key, value]) => [key, removeKeys(value, unknown, [...path, key])]));
}

/** Reads data by a strict schema, but only warns of keys that the schema does not know. */
export function readDocument<T>(
  data: unknown,
  schema: z.ZodType<T>,
  document: PlacedProblem['document'],
): DocumentReading<T> {
  const first = schema.safeParse(data);
  if (first.success) return { value: first.data, problems: [] };
  const issues = first.error.issues.flatMap((issue) => flatten(issue, []));
  const unknown = issues.flatMap((issue) => toUnknownKeys(issue, document));
  if (unknown.length === 0) return { value: null, problems: issues.map((issue) => toProblem(issue, data, document)) };
  const keys = new Set(unknown.map((problem) => JSON.stringify(problem.path)));
  const second = readDocument(removeKeys(data, keys, []), schema, document);
  return { value: second.value, problems: [...unknown, ...second.problems] };
}
