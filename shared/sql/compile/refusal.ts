/**
 * Why a plan cannot be compiled:
 * `unknown` a name that the model does not have, or not for this person; `ambiguous` several ways that may differ;
 * `unrelated` no way from the figures to what they should be split or filtered by; `multiplies` the way leads to a
 * finer table, so that rows would count several times; `not-additive` the calculation has no meaning for the metric;
 * `no-time` a figure without a date, or not at this grain; `invalid` the plan contradicts itself; `unsupported`.
 */
export type RefusalReason =
  'unknown' | 'ambiguous' | 'unrelated' | 'multiplies' | 'not-additive' | 'no-time' | 'invalid' | 'unsupported';

/** Ends the compilation of a plan from any depth; `compilePlan` turns it into a result. Its message is for people. */
export class PlanRefusal extends Error {
  override readonly name = 'PlanRefusal';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
