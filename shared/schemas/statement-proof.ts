import { z } from 'zod';
import { planSchema } from './plan.ts';

/**
 * What a statement was compiled from. Whoever has the model compiles it again, for the person of the signed context, and
 * sees whether it is that statement: nothing to keep secret, and nothing that a forger could use.
 */
export const statementProofSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), plan: planSchema.describe('The plan it was compiled from.') }),
  z.object({ kind: z.literal('profile'), model: z.string().describe('The model whose values it reads.') }),
]);
export type StatementProof = z.infer<typeof statementProofSchema>;
