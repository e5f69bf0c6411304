import type { PlanGrain, PlanSystem, TimePart } from '#shared/schemas/plan-parts.ts';
import type { AnswerColumn } from '#shared/schemas/answer.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { Format } from '#shared/semantic/semantic-model.ts';
import type { GrainProof } from './grain-proof.ts';
import type { RefusalReason } from './refusal.ts';

/** What a column of the result says about its metric or dimension. */
export type ColumnMeaning =
  | { readonly kind: 'dimension'; readonly element: string }
  | {
      readonly kind: 'time';
      readonly element: string;
      readonly grain: PlanGrain | null;
      readonly part: TimePart | null;
      readonly system: PlanSystem;
    }
  /** `element` is null for a plain aggregate. `isAdditive`: its values over the rows of the result add up to the whole. */
  | {
      readonly kind: 'metric';
      readonly element: string | null;
      readonly isAdditive: boolean;
      readonly goodDirection: 'up' | 'down' | null;
    }
  /** `of` is the name of the metric's column. */
  | { readonly kind: 'before' | 'change' | 'change-rate'; readonly of: string }
  | { readonly kind: 'calculation'; readonly calculation: string; readonly of: string }
  /** A row's own value in a listing. */
  | { readonly kind: 'value'; readonly element: string };

/** A column of the statement's result, in order. `name` is as Snowflake returns it. */
export interface CompiledColumn extends AnswerColumn {
  readonly format: Format;
  readonly meaning: ColumnMeaning;
}

export interface CompiledPlan {
  readonly kind: 'compiled';
  /** One Snowflake SELECT without a semicolon; its `?` are bound in order. */
  readonly statement: string;
  readonly binds: readonly Cell[];
  readonly columns: readonly CompiledColumn[];
  readonly proof: GrainProof;
  /** What was taken for granted, as sentences: default filters, conformed dimensions, coarse dates. */
  readonly assumptions: readonly string[];
}

export interface RefusedPlan {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** One sentence for people that names what is in the way. */
  readonly message: string;
}
