const SLASH = 47;
const NUMERIC_ID = /^__id(-?\d+)__$/u;

/** Orders by UTF-8 bytes, which is the order of code points: surrogates come after all other characters. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : surrogateLast(a);
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function surrogateLast(unit: number): number {
  return isSurrogate(unit) ? 1 : -1;
}

/** Orders resource names segment by segment; numeric ids (`__id7__`) come before text, by number. */
export function compareNames(left: string, right: string): number {
  if (left === right) return 0;
  if (left.includes('/__id') || right.includes('/__id')) return compareSegments(left.split('/'), right.split('/'));
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return compareUnits(a, b);
  }
  return left.length - right.length;
}

/** A slash ends a segment, so it is before every character a longer segment could have there. */
function compareUnits(a: number, b: number): number {
  if (a === SLASH) return -1;
  if (b === SLASH) return 1;
  return isSurrogate(a) === isSurrogate(b) ? a - b : surrogateLast(a);
}

function compareSegments(left: readonly string[], right: readonly string[]): number {
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareIds(segment, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

export function compareIds(left: string, right: string): number {
  const [, a] = NUMERIC_ID.exec(left) ?? [];
  const [, b] = NUMERIC_ID.exec(right) ?? [];
  if (a === undefined && b === undefined) return compareText(left, right);
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return BigInt(a) < BigInt(b) ? -1 : Number(BigInt(a) > BigInt(b));
}
