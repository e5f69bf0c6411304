import { NAME_FIELD } from './field-path.ts';
import { failedPrecondition } from './firestore-failure.ts';
import type { IndexDeclarations, IndexedField } from './index-declarations.ts';
import {
  type EqualityField,
  type IndexNeed,
  indexNeeds,
  keyOf,
  type SortField,
  withoutTrailingName,
} from './index-needs.ts';
import type { Aggregation } from './protocol.ts';
import type { QueryPlan } from './query-plan.ts';

type Declared = IndexDeclarations['indexes'][number];

/** The indexes a project declares, and those that Firestore makes of itself for single fields. */
export class IndexCatalog {
  readonly #declarations: IndexDeclarations;

  constructor(declarations: IndexDeclarations) {
    this.#declarations = declarations;
  }

  /** Throws FAILED_PRECONDITION naming the index to declare, as the real service does for a query it cannot serve. */
  check(plan: QueryPlan, aggregations: readonly Aggregation[] = []): void {
    // Queries over all collections are ordered by name and need none.
    if (plan.collectionId === '') return;
    for (const need of indexNeeds(plan, aggregations)) {
      if (!this.#isServed(need)) throw failedPrecondition(missingIndexMessage(need));
    }
  }

  /** Several indexes with the same order may be merged: together they must hold all the equalities. */
  #isServed(need: IndexNeed): boolean {
    const { equalities, sort } = need;
    if (equalities.length === 0 && sort.length === 0 && need.vector === null) return true;
    const covers = [...this.#compositeCovers(need), ...this.#automaticCovers(need)];
    const covered = new Set(covers.flat());
    return covers.length > 0 && equalities.every((field) => covered.has(keyOf(field)));
  }

  #compositeCovers(need: IndexNeed): readonly (readonly string[])[] {
    return this.#declarations.indexes
      .filter(({ collectionGroup, queryScope }) => {
        return collectionGroup === need.collectionGroup && queryScope === need.queryScope;
      })
      .flatMap((index) => coverOf(index, need) ?? []);
  }

  #automaticCovers(need: IndexNeed): readonly (readonly string[])[] {
    if (need.vector !== null) return [];
    if (need.sort.length === 0) {
      return need.equalities.filter((field) => this.#hasAutomatic(need, field)).map((field) => [keyOf(field)]);
    }
    const [only, ...others] = need.sort;
    if (only === undefined || others.length > 0 || only.fieldPath === NAME_FIELD) return [];
    return this.#hasAutomatic(need, { fieldPath: only.fieldPath, isArray: false }) ? [[]] : [];
  }

  #hasAutomatic(need: IndexNeed, { fieldPath, isArray }: EqualityField): boolean {
    const override = this.#declarations.fieldOverrides.find((field) => {
      return field.collectionGroup === need.collectionGroup && field.fieldPath === fieldPath;
    });
    if (override === undefined) return need.queryScope === 'COLLECTION';
    return override.indexes.some((index) => {
      return index.queryScope === need.queryScope && (index.arrayConfig !== undefined) === isArray;
    });
  }
}

/** Equalities an index holds for a need, wrapped in a list; null when it does not fit. */
function coverOf(index: Declared, need: IndexNeed): readonly (readonly string[])[] | null {
  const fields = withoutTrailingName(index.fields);
  const tail = need.vector === null ? need.sort.length : 1;
  const head = fields.slice(0, fields.length - tail);
  const rest = fields.slice(fields.length - tail);
  if (fields.length < tail || !endsAsNeeded(rest, need)) return null;
  const wanted = new Set(need.equalities.map(keyOf));
  const held = head.map(({ fieldPath, arrayConfig }) => keyOf({ fieldPath, isArray: arrayConfig !== undefined }));
  return held.every((key) => wanted.has(key)) ? [held] : null;
}

function endsAsNeeded(fields: readonly IndexedField[], { sort, vector }: IndexNeed): boolean {
  if (vector !== null) {
    const [field] = fields;
    return field?.fieldPath === vector.fieldPath && field.vectorConfig?.dimension === vector.dimension;
  }
  return sortsAs(fields, sort, false) || sortsAs(fields, sort, true);
}

/** An index can be read backwards: all its directions at once. */
function sortsAs(fields: readonly IndexedField[], sort: readonly SortField[], isBackwards: boolean): boolean {
  return sort.every(({ fieldPath, order }, index) => {
    const field = fields[index];
    if (field?.fieldPath !== fieldPath || field.order === undefined) return false;
    return (field.order === order) !== isBackwards;
  });
}

function missingIndexMessage({ collectionGroup, queryScope, equalities, sort, vector }: IndexNeed): string {
  const [first, ...others] = [...equalities, ...sort];
  const head = equalities.map(({ fieldPath, isArray }) =>
    isArray ? { fieldPath, arrayConfig: 'CONTAINS' } : { fieldPath, order: 'ASCENDING' },
  );
  const tail =
    vector === null ? sort : [{ fieldPath: vector.fieldPath, vectorConfig: { dimension: vector.dimension, flat: {} } }];
  // A single field is no composite index: it is declared as an exemption.
  if (first !== undefined && others.length === 0 && vector === null && first.fieldPath !== NAME_FIELD) {
    const { fieldPath, ...mode } = [...head, ...sort][0] ?? { fieldPath: '' };
    const override = { collectionGroup, fieldPath, indexes: [{ ...mode, queryScope }] };
    return `The query requires an index. Declare it under "fieldOverrides": ${JSON.stringify(override)}`;
  }
  const index = { collectionGroup, queryScope, fields: [...head, ...tail] };
  return `The query requires an index. Declare it under "indexes": ${JSON.stringify(index)}`;
}
