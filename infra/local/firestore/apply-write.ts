import { applyTransform } from './apply-transform.ts';
import { toMicros, type Micros } from './commit-clock.ts';
import { createStoredDocument, type StoredDocument } from './stored-document.ts';
import { checkFieldName, parseFieldPath, valueAt, withValueAt } from './field-path.ts';
import { alreadyExists, failedPrecondition, invalidArgument, notFound } from './firestore-failure.ts';
import { identicalFields } from './identical-values.ts';
import type { DocumentMask, DocumentMessage, Fields, FieldTransform, Precondition, Value, Write } from './protocol.ts';
import { shorten } from './resource-name.ts';
import { checkDocumentSize, toStoredFields } from './stored-fields.ts';

export interface AppliedWrite {
  /** The document after the write; null when there is none. */
  readonly after: StoredDocument | null;
  readonly transformResults: readonly Value[];
}

/** The name of the document a write is about; throws INVALID_ARGUMENT when the write says nothing. */
export function nameOfWrite(write: Write): string {
  switch (write.operation) {
    case 'update':
      return write.update.name;
    case 'delete':
      return write.delete;
    case 'transform':
      return write.transform.document;
    default:
      throw invalidArgument('The write has no operation.');
  }
}

/** One write on one document. Throws what Firestore answers when a precondition fails or a field is not valid. */
export function applyWrite(before: StoredDocument | null, write: Write, at: Micros): AppliedWrite {
  const name = nameOfWrite(write);
  checkPrecondition(name, before, write.currentDocument);
  if (write.operation === 'delete') {
    if (write.updateTransforms.length > 0) throw invalidArgument('A delete cannot transform fields.');
    return { after: null, transformResults: [] };
  }
  const { written, transforms } = beforeTransforms(before, write);
  const { fields, results } = applyTransforms(written, transforms, at);
  checkDocumentSize(name, fields);
  // A write that changes nothing is no new version: neither its time nor a listener shows it.
  if (before !== null && identicalFields(before.fields, fields)) return { after: before, transformResults: results };
  const after = createStoredDocument({ name, fields, createTime: before?.createTime ?? at, updateTime: at });
  return { after, transformResults: results };
}

function beforeTransforms(before: StoredDocument | null, write: Exclude<Write, { operation: 'delete' }>) {
  if (write.operation === 'update') {
    return { written: updatedFields(before, write), transforms: write.updateTransforms };
  }
  const { fieldTransforms } = write.transform;
  if (fieldTransforms.length === 0) throw invalidArgument('The transform is empty.');
  return { written: before?.fields ?? {}, transforms: fieldTransforms };
}

function checkPrecondition(name: string, before: StoredDocument | null, condition: Precondition | null): void {
  if (condition === null) return;
  if (condition.conditionType === 'exists') {
    if (condition.exists && before === null) throw notFound(`No document to update: ${name}`);
    if (!condition.exists && before !== null) throw alreadyExists(`Document already exists: ${name}`);
    return;
  }
  if (condition.conditionType !== 'updateTime') return;
  if (before === null) throw notFound(`No document to update: ${name}`);
  if (toMicros(condition.updateTime) !== before.updateTime) {
    throw failedPrecondition(`The stored version of "${name}" does not match the required base version.`);
  }
}

interface Update {
  readonly update: DocumentMessage;
  readonly updateMask: DocumentMask | null;
}

function updatedFields(before: StoredDocument | null, { update, updateMask }: Update): Fields {
  if (updateMask === null) return toStoredFields(update.fields);
  const paths = updateMask.fieldPaths.map((text) => ({ text, path: checkedPath(text) }));
  checkNoOverlap(paths.map(({ path }) => path.join('\0')));
  let fields = before?.fields ?? {};
  const given = toStoredFields(update.fields);
  for (const { path } of paths) fields = withValueAt(fields, path, valueAt(given, path));
  return fields;
}

function checkedPath(text: string): readonly string[] {
  const path = parseFieldPath(text);
  for (const name of path) checkFieldName(name);
  return path;
}

function checkNoOverlap(paths: readonly string[]): void {
  const sorted = paths.toSorted();
  for (const [index, path] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== path && next?.startsWith(`${path}\0`) !== true) continue;
    throw invalidArgument(`The field paths of the mask conflict: "${shorten(path.replaceAll('\0', '.'))}".`);
  }
}

function applyTransforms(
  before: Fields,
  transforms: readonly FieldTransform[],
  at: Micros,
): { readonly fields: Fields; readonly results: readonly Value[] } {
  let fields = before;
  const results: Value[] = [];
  for (const transform of transforms) {
    checkedPath(transform.fieldPath);
    const transformed = applyTransform(fields, transform, at);
    fields = transformed.fields;
    results.push(transformed.result);
  }
  return { fields, results };
}
