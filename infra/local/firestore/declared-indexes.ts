import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IndexDeclarations, indexDeclarationsSchema } from './index-declarations.ts';

const FILE = join(import.meta.dirname, '..', '..', 'firestore', 'firestore.indexes.json');

/** The indexes and the fields by which documents expire that Baton needs, as the database in the cloud has them. */
export function readDeclaredIndexes(): IndexDeclarations {
  return indexDeclarationsSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
}
