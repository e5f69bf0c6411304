/** Bytes of a field whose length its wire type gives: https://protobuf.dev/programming-guides/encoding/#structure. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const VARINT = 0;
const DELIMITED = 2;
const MAX_VARINT_BYTES = 10;

/** Where a varint ends, and its value as far as 2^32 matters; null when it does not end. */
function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return null;
}

/**
 * Whether the fields of a message end where the message ends.
 *
 * protobufjs reads a text that is cut off as a shorter one and says nothing; the real services refuse the message.
 */
export function isWholeMessage(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === null) return false;
    const end = endOfField(bytes, tag.end, tag.value % 8);
    if (end === null) return false;
    at = end;
  }
  return at === bytes.length;
}

/** null when the wire type is not one that today's messages use, or its length can't be read. */
function endOfField(bytes: Uint8Array, at: number, wireType: number): number | null {
  if (wireType === VARINT) return readVarint(bytes, at)?.end ?? null;
  if (wireType === DELIMITED) {
    const length = readVarint(bytes, at);
    return length === null ? null : length.end + length.value;
  }
  const fixed = FIXED_BYTES[wireType];
  return fixed === undefined ? null : at + fixed;
}
