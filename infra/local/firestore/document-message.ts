import { toTimestamp } from './commit-clock.ts';
import type { StoredDocument } from './stored-document.ts';
import { maskFields } from './field-path.ts';
import type { DocumentMask, DocumentMessage, Fields } from './protocol.ts';

/** A document as it is sent, with only the masked fields; null sends all. */
export function toMessage(
  document: StoredDocument,
  mask: DocumentMask | null = null,
  fields: Fields = document.fields,
): DocumentMessage {
  return {
    name: document.name,
    fields: maskFields(fields, mask),
    createTime: toTimestamp(document.createTime),
    updateTime: toTimestamp(document.updateTime),
  };
}
