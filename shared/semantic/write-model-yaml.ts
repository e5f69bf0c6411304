import { Document, isMap, isScalar, visit } from 'yaml';
import { AppError } from '../errors/app-error.ts';
import { type ModelDocument, modelDocumentSchema } from './model-document.ts';
import { type SidecarDocument, sidecarDocumentSchema } from './sidecar-document.ts';

/** Short maps stand on one line, as people write them. */
const MAX_FLOW_LENGTH = 90;
const FLOW_KEYS: ReadonlySet<string> = new Set(['base_table', 'primary_key', 'synonyms', 'sample_values', 'labels']);

function toYaml(data: unknown): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair;
      const isShort = JSON.stringify(value).length <= MAX_FLOW_LENGTH;
      if (isScalar(key) && FLOW_KEYS.has(String(key.value)) && isShort && isCollection(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}

function isCollection(value: unknown): value is { flow?: boolean } {
  return isMap(value) || (typeof value === 'object' && value !== null && 'items' in value);
}

/**
 * Writes a model in the form of 2026, which Snowflake accepts. Throws `invalid_model` for what has another shape.
 */
export function writeModelYaml(document: ModelDocument): string {
  const checked = modelDocumentSchema.safeParse(document);
  if (checked.success) return toYaml(checked.data);
  throw new AppError('invalid_model', `The model cannot be written: ${checked.error.message}`);
}

/** Writes a sidecar. Throws `invalid_model` for what has another shape. */
export function writeSidecarYaml(sidecar: SidecarDocument): string {
  const checked = sidecarDocumentSchema.safeParse(sidecar);
  if (checked.success) return toYaml(checked.data);
  throw new AppError('invalid_model', `The sidecar cannot be written: ${checked.error.message}`);
}
