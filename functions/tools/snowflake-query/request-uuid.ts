import { createHash } from 'node:crypto';

/** An id as a UUID (version 8, RFC 9562), the form in which Snowflake takes request ids. */
export function toUuid(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
