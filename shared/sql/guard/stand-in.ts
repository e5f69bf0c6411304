/** What travels through the parser as one name, since the parser does not know its syntax. */
export type StandInKind = 'STRUCTURED_TYPE' | 'MATCH_PATTERN' | 'INNER_QUERY';

/** A bare name that holds a text; read back by {@link readStandIn}. */
export function standIn(kind: StandInKind, text: string): string {
  return `${kind}_${Buffer.from(text, 'latin1').toString('hex').toUpperCase()}`;
}

/**
 * The text that a name holds; null for any other name. Anyone can write such a name, so whoever reads it must judge its
 * text as if it stood there itself.
 */
export function readStandIn(kind: StandInKind, name: string): string | null {
  const prefix = `${kind}_`;
  if (!name.startsWith(prefix)) return null;
  const hex = name.slice(prefix.length);
  return /^(?:[0-9A-F]{2})+$/.test(hex) ? Buffer.from(hex, 'hex').toString('latin1') : null;
}
