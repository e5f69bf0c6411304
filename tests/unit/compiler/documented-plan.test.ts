import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { planSchema } from '#shared/schemas/plan.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { proofText } from '#shared/sql/compile/grain-proof.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'plan-and-proof.md'), 'utf8');

/** The first block of code in a language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(PAGE)?.[1] ?? '';
}

it('compiles the plan of the documentation to the statement and the proof that are printed there', () => {
  const plan = planSchema.parse(JSON.parse(block('json')));

  const compiled = compilePlan(plan, parseModel(readModelFiles('retail')));

  if (compiled.kind === 'refused') throw new Error(compiled.message);
  expect(compiled.statement).toBe(block('sql'));
  expect(proofText(compiled.proof)).toBe(block('text'));
  expect(PAGE).toContain(`\`${JSON.stringify(compiled.binds)}\``);
});
