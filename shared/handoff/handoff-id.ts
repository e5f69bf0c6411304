import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Base32 (RFC 4648 alphabet, lower case, no padding) of bytes. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET.charAt((value >>> (bits - 5)) & 31);
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((value << (5 - bits)) & 31) : text;
}

/**
 * The business key of a handoff: the same step of the same turn always hands on the same id, however often it runs.
 *
 * Never made from Pub/Sub's message id: a republished handoff has a new one.
 */
export function handoffId(parts: readonly string[]): string {
  return base32(createHash('sha256').update(JSON.stringify(parts)).digest());
}

/** SHA-256 of a message's text, to notice one that is not what was handed on. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** An unguessable id: a prefix and 128 random bits. */
export function newId(prefix: 'conv' | 'turn', randomBytes: (size: number) => Uint8Array): string {
  return `${prefix}_${base32(randomBytes(16))}`;
}
