import { planQuestion } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex, type PlannerIndex } from '#shared/planner/planner-index.ts';
import { tokenizeQuestion } from '#shared/planner/question-token.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';
import { percentile } from './percentile.ts';

const TABLES = 100;
const VALUES_PER_COLUMN = 1_000;
const ROUNDS = 20;

const THINGS = 'customer order product store employee invoice shipment supplier ticket contract'.split(' ');
const PLACES = 'north south east west central upper lower inner outer main'.split(' ');

function tableName(index: number): string {
  return `${PLACES[index % 10] ?? ''}_${THINGS[Math.floor(index / 10)] ?? ''}`;
}

/** A table with a key, a link to the table before, texts with values of their own, a number and a date. */
function describeTable(index: number) {
  const name = tableName(index);
  const rowCount = 10_000;
  const column = (own: string, dataType: string, sampleValues: readonly string[] = [], distinctCount = rowCount) => ({
    name: `${name}_${own}`,
    dataType,
    distinctCount,
    nullCount: 0,
    sampleValues: [...sampleValues],
  });
  const texts = Array.from({ length: VALUES_PER_COLUMN }, (_, value) => `${name.replace('_', ' ')} ${value}`);
  const link = index === 0 ? [] : [{ ...column('', 'NUMBER(38,0)', [], 5_000), name: `${tableName(index - 1)}_id` }];
  return {
    name,
    rowCount,
    columns: [
      column('id', 'NUMBER(38,0)'),
      column('name', 'TEXT', texts, VALUES_PER_COLUMN),
      column('status', 'TEXT', ['open', 'closed', 'late'], 3),
      column('amount', 'NUMBER(12,2)'),
      column('date', 'DATE', [], 900),
      ...link,
    ],
    primaryKey: [`${name}_id`],
  };
}

function hundredTables(): PlannerIndex {
  const tables = Array.from({ length: TABLES }, (_, index) => describeTable(index));
  const schema = schemaDescriptionSchema.parse({ name: 'hundred', database: 'DB', schema: 'PUBLIC', tables });
  const { document, sidecar } = generateModel(schema);
  const model = parseModel({
    model: writeModelYaml(document),
    sidecar: writeSidecarYaml(sidecar),
    fileNames: { model: 'hundred.yaml', sidecar: 'hundred.baton.yaml' },
  });
  const values = model.tables.flatMap(({ dimensions }, table) =>
    dimensions
      .filter(({ name }) => name.endsWith('_name'))
      .map(({ id }) => ({ dimension: id, values: tables[table]?.columns[1]?.sampleValues ?? [] })),
  );
  return buildPlannerIndex(model, { values });
}

const QUESTIONS = [
  'How many north customers are there?',
  'Show the name and amount of all south orders with status open',
  'What is the average amount of east products for each status?',
  'Which west store has the highest amount?',
  'List the names of central employees ordered by date in descending order',
  'Find the upper invoices with an amount above 500 or status late',
  'names of inner suppliers without outer suppliers',
  'Show the status codes that have at least 3 main tickets',
  'Give me everything about lower contracts whose name contains "north"',
  'What is the zodiac sign of the north customer 12?',
];

/** Processor time, which other work on the machine does not lengthen. */
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Times the planner on a generated model of a hundred tables and 100,000 values, beside cutting the question into words. */
export async function benchPlanner(): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  const index = hundredTables();
  const builtMs = performance.now() - startedAt;
  globalThis.gc?.();
  const heapMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const times: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const question of QUESTIONS) {
      times.push(cpuMs(() => planQuestion(question, { index, today: '2026-06-30' })));
      bare.push(cpuMs(() => tokenizeQuestion(question)));
    }
  }
  const row = (name: string, all: readonly number[]) =>
    console.log(
      `${name.padEnd(24)} p50 ${percentile(all, 0.5).toFixed(2)} ms  p95 ${percentile(all, 0.95).toFixed(2)} ms  p99 ${percentile(all, 0.99).toFixed(2)} ms`,
    );
  console.log(
    `${TABLES} tables, ${index.valueCount} values; index built in ${builtMs.toFixed(0)} ms, ${heapMb.toFixed(0)} MB heap`,
  );
  row('a question', times);
  row('its words alone', bare);
  for (const [at, question] of QUESTIONS.entries()) {
    row(
      question.slice(0, 23),
      times.filter((_, place) => place % QUESTIONS.length === at),
    );
  }
}
