import type { CompiledColumn } from './compiled-plan.ts';
import type { Fragment } from './fragment.ts';
import type { ProvenJoin } from './grain-proof.ts';

/** A step that is joined to the rows of the result, one row to one row. */
export interface StepJoin {
  readonly clause: Fragment;
  readonly proof: ProvenJoin;
}

/** A column that is computed from others of the same result. */
export interface DerivedColumn {
  readonly column: CompiledColumn;
  /** Columns that must be there first. */
  readonly needs: readonly string[];
  readonly value: Fragment;
  /** Joins what the value needs besides to the step of that name. */
  readonly joins: ((step: string) => readonly StepJoin[]) | null;
}
