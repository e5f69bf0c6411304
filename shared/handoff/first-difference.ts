/** Where two values differ first, and what stands there; `undefined` where one has nothing. */
export interface Difference {
  /** E.g. `handedOn[0].brief.question`. */
  readonly path: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names to compare of two values, or null when they can only be compared as a whole. */
function commonNames(one: unknown, other: unknown): readonly string[] | null {
  if (Array.isArray(one) && Array.isArray(other)) {
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) => String(at));
  }
  if (isRecord(one) && isRecord(other)) return [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return null;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Compares two JSON values depth first; a field that is undefined counts as absent. */
export function firstDifference(recorded: unknown, replayed: unknown, path = ''): Difference | null {
  if (Object.is(recorded, replayed)) return null;
  const names = commonNames(recorded, replayed);
  if (names === null) return { path, recorded, replayed };
  for (const name of names) {
    const place = Array.isArray(recorded) ? `${path}[${name}]` : `${path}${path === '' ? '' : '.'}${name}`;
    const difference = firstDifference(valueAt(recorded, name), valueAt(replayed, name), place);
    if (difference !== null) return difference;
  }
  return null;
}
