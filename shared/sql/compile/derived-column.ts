import type { CompiledColumn } from './compiled-plan.ts';
import type { Fragment } from './fragment.ts';

/** A column that is computed from others of the same result. */
export interface DerivedColumn {
  readonly column: CompiledColumn;
  /** Columns that must be there first. */
  readonly needs: readonly string[];
  readonly value: Fragment;
}
