import { parseArgs } from 'node:util';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { planQuestion } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { indexModel } from '#shared/sql/compile/model-index.ts';
import { hostileQuestions } from './hostile-questions.ts';

const USAGE = `Usage: npm run eval -- fuzz [--count 10000] [--seed 1] [--model retail]
  Asks random, hostile, multilingual questions and those of thousands of characters.`;

/** A planner that takes longer than this for any question would hold up everybody else. */
const LONGEST_MS = 100;

interface Tally {
  readonly outcomes: Map<string, number>;
  readonly faults: string[];
  longestMs: number;
  slow: number;
}

function note(tally: Tally, question: string, what: string): void {
  if (tally.faults.length < 20) tally.faults.push(`${what}: ${JSON.stringify(question.slice(0, 200))}`);
}

/** Runs the planner on hostile questions; exit code 1 when one crashed it, hung it, or gave a plan that does not compile. */
export async function fuzz(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      model: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.error(USAGE);
    return 2;
  }
  const parsed = parseModel(readModelFiles(values.model ?? 'retail'));
  const tally: Tally = { outcomes: new Map(), faults: [], longestMs: 0, slow: 0 };
  for (const isDraft of [false, true]) {
    const model = { ...parsed, isDraft };
    const index = buildPlannerIndex(model);
    const compiling = indexModel(model);
    const words_ = [...index.phrases.keys()];
    for (const question of hostileQuestions(Number(values.count ?? 10_000) / 2, Number(values.seed ?? 1), words_)) {
      try {
        const began = process.cpuUsage();
        const planning = planQuestion(question, { index, today: '2026-11-15' });
        const { user, system } = process.cpuUsage(began);
        const ms = (user + system) / 1_000;
        tally.longestMs = Math.max(tally.longestMs, ms);
        if (ms > LONGEST_MS) {
          tally.slow += 1;
          note(tally, question, `took ${ms.toFixed(0)} ms`);
        }
        tally.outcomes.set(planning.outcome, (tally.outcomes.get(planning.outcome) ?? 0) + 1);
        if (planning.outcome !== 'planned') continue;
        const compiled = compilePlan(planning.plan, model, { index: compiling });
        if (compiled.kind === 'refused') note(tally, question, `does not compile, ${compiled.message}`);
      } catch (error) {
        note(tally, question, `crashed with ${error instanceof Error ? error.message : 'something'}`);
      }
    }
  }
  console.log([...tally.outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', '));
  console.log(`longest ${tally.longestMs.toFixed(0)} ms of processor time, ${tally.slow} over ${LONGEST_MS} ms`);
  for (const fault of tally.faults) console.log(fault);
  return tally.faults.length === 0 ? 0 : 1;
}
