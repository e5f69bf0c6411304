import { z } from 'zod';
import type { Planned } from '#shared/planner/plan-question.ts';
import { analysisRequestSchema, analysisSchema } from '#shared/schemas/analysis.ts';
import { clarificationSchema } from '#shared/schemas/answer.ts';
import { presentationSchema } from '#shared/schemas/presentation.ts';
import { queryResultSchema } from '#shared/schemas/query-result.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import type { ModelLibrary } from './model-library.ts';

/** Our own state, read back as it was written: the runtime keeps it under a revision that only this agent changes. */
function kept<Type>(): z.ZodType<Type> {
  return z.custom<Type>((value) => typeof value === 'object' && value !== null);
}

/** What data-intelligence knows of a question; each step adds to it. */
export const inquirySchema = z.object({
  request: analysisRequestSchema,
  /** How the question was read. */
  planned: kept<Planned>().nullable(),
  /** Name of the verified question that the plan is an instance of; null when nobody has verified it. */
  verified: z.string().nullable().default(null),
  /** What was not asked back, because the person had picked an option before; null when nothing was. */
  settled: clarificationSchema.nullable().default(null),
  /** The name that the result has from now on; null when it got none. */
  keptAs: z.string().nullable().default(null),
  /** How the person wants it shown; null leaves it to the answer. */
  presentation: presentationSchema.nullable().default(null),
  /** The statement that answers it. */
  compiled: kept<CompiledPlan>().nullable(),
  /** The same figures without a breakdown, to see that the parts add up; null when there is nothing to add up. */
  total: kept<CompiledPlan>().nullable(),
  /** What the warehouse gave, by purpose. */
  results: z.object({ answer: queryResultSchema.nullable(), total: queryResultSchema.nullable() }),
  /** The outcome, once it is known. */
  analysis: analysisSchema.nullable(),
});
export type Inquiry = z.infer<typeof inquirySchema>;

export interface InquiryDeps {
  readonly library: ModelLibrary;
}
