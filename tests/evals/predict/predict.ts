import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Planning } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { indexModel } from '#shared/sql/compile/model-index.ts';
import { askWithHistory } from './ask-with-history.ts';
import { BenchDatabase } from './bench-database.ts';
import { benchModel, ROLE } from './bench-model.ts';
import { type BenchQuestion, readBenchNow, readBenchQuestions } from './bench-questions.ts';
import { writeDuckDbSql } from './write-duckdb-sql.ts';

const USAGE = `Usage: npm run eval -- predict --bench DIR --out predictions.jsonl
  --ids FILE    only the questions whose ids are in the file
  --model DIR   take DIR/<db>.yaml where there is one; otherwise a model is generated from the schema
  --least N     answer from this confidence on, 0 to 1; default 0.5: below it an answer is sooner wrong than right
  --now TIME    the moment of asking, "YYYY-MM-DD HH:MM:SS"; default the set's own, or now`;

/** Whoever wants surer answers cuts by their confidence. */
const LEAST_CONFIDENCE = 0.5;

interface Prediction {
  readonly id: string;
  readonly db: string;
  readonly question: string;
  /** DuckDB SQL; null when nothing was answered. */
  readonly sql: string | null;
  readonly confidence: number;
  readonly tier: 'governed' | null;
  readonly outcome: 'answered' | 'clarification' | 'refused';
  readonly why: string;
  /** What the confidence rests on; null for readings of figures, which have none. */
  readonly features: Readonly<Record<string, number>> | null;
  readonly kind: string;
  readonly ms: number;
}

interface Setting {
  readonly bench: string;
  readonly modelFolder: string | null;
  readonly today: string;
  readonly leastConfidence: number;
}

type Asked = (question: BenchQuestion) => Prediction;

function unanswered(asked: Pick<Prediction, 'id' | 'db' | 'question' | 'ms'>, planning: Planning | null): Prediction {
  const base = { ...asked, sql: null, confidence: 0, tier: null, features: null, kind: 'none' };
  if (planning?.outcome === 'ambiguous') return { ...base, outcome: 'clarification', why: planning.question };
  return { ...base, outcome: 'refused', why: planning?.outcome === 'refused' ? planning.message : '' };
}

async function openDatabase(name: string, setting: Setting): Promise<Asked> {
  const { bench, modelFolder, today, leastConfidence } = setting;
  const database = await BenchDatabase.load(bench, name);
  const schema = await database.describe(name);
  database.close();
  const { model, index } = benchModel(schema, modelFolder);
  const modelIndex = indexModel(model);
  return ({ id, question, history }) => {
    const startedAt = performance.now();
    const planning = askWithHistory(question, history, { index, today, defaults: { leastConfidence } });
    const asked = { id, db: name, question, ms: performance.now() - startedAt };
    if (planning?.outcome !== 'planned') return unanswered(asked, planning);
    const compiled = compilePlan(planning.plan, model, { index: modelIndex, roles: [ROLE] });
    const { confidence, features = null, plan } = planning;
    const base = { ...asked, confidence, features: features === null ? null : { ...features }, kind: kindOf(plan) };
    if (compiled.kind === 'refused') {
      return { ...base, sql: null, tier: null, outcome: 'refused', why: `Not compiled: ${compiled.message}` };
    }
    const why = planning.assumptions.join(' ');
    return { ...base, sql: writeDuckDbSql(compiled), tier: 'governed', outcome: 'answered', why };
  };
}

/** Which kind of plan it is, for the report. */
function kindOf(plan: Plan): string {
  if (plan.combine !== null) return 'sets';
  if (plan.having !== null) return 'groups chosen by a figure';
  if (plan.metrics.length > 0) return plan.dimensions.length === 0 ? 'one figure' : 'figures by groups';
  return plan.order.length > 0 && plan.limit !== null ? 'first rows' : 'rows';
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function report(predictions: readonly Prediction[]): void {
  const count = (outcome: Prediction['outcome']) => predictions.filter((one) => one.outcome === outcome).length;
  const times = predictions.map(({ ms }) => ms).sort((left, right) => left - right);
  console.log(
    `${predictions.length} questions: ${count('answered')} answered, ${count('clarification')} clarified, ${count('refused')} refused`,
  );
  console.log(`planning: p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms`);
}

/** Answers the questions of a set and writes one prediction a line. */
export async function predict(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      bench: { type: 'string' },
      ids: { type: 'string' },
      model: { type: 'string' },
      now: { type: 'string' },
      least: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { bench, out } = values;
  if (bench === undefined || out === undefined) {
    console.error(USAGE);
    return 2;
  }
  const now = values.now ?? readBenchNow(bench) ?? new Date().toISOString().slice(0, 19).replace('T', ' ');
  const questions = readBenchQuestions(bench, values.ids ?? null);
  const setting: Setting = {
    bench,
    modelFolder: values.model ?? null,
    today: now.slice(0, 10),
    leastConfidence: Number(values.least ?? LEAST_CONFIDENCE),
  };
  const predictions: Prediction[] = [];
  for (const [db, own] of Map.groupBy(questions, (question) => question.db)) {
    const ask = await openDatabase(db, setting);
    predictions.push(...own.map(ask));
  }
  writeFileSync(out, `${predictions.map((one) => JSON.stringify(one)).join('\n')}\n`);
  report(predictions);
  return 0;
}
