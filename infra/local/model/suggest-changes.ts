import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';
import { applyChange } from '#shared/conversation/apply-change.ts';
import { type ModelChange, suggestChange } from '#shared/conversation/suggest-change.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { type Feedback, feedbackSchema } from '#shared/schemas/feedback.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { createGoldenReader } from '../golden/golden-reader.ts';
import { readGoldenSet } from '../golden/golden-set.ts';
import { type GoldenRun, runGolden } from '../golden/run-golden.ts';
import { readLocalSettings } from '../local-settings.ts';
import { openLocalWarehouse, type OpenWarehouse } from '../open-warehouse.ts';
import type { Console } from './run-model-command.ts';
import { readModelFiles } from './model-files.ts';
import { writeChange } from './write-change.ts';

const USAGE = `Usage: npm run model -- suggestions NAME [--feedback FILE | --url URL] [--set FILE] [--user EMAIL]
Turns corrections into proposed changes of the model, and says what each does to the golden questions.
  --feedback FILE  feedback as JSON, one a line; otherwise it is read from the platform that runs at --url
  --url URL        default http://127.0.0.1:8080
  --user EMAIL     whose feedback (default you@example.com)
  --set FILE       golden questions (default infra/models/golden/NAME.yaml)`;

const GOLDEN = join(import.meta.dirname, '..', '..', 'models', 'golden');

function readFeedbackFile(file: string): readonly Feedback[] {
  if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}.`);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => feedbackSchema.parse(JSON.parse(line)));
}

async function fetchFeedback(url: string, user: string): Promise<readonly Feedback[]> {
  const response = await fetch(`${url}/v1/feedback`, { headers: { authorization: `Bearer local:${user}` } });
  if (!response.ok) throw new AppError('invalid_request', `${url} gave no feedback: ${String(response.status)}.`);
  return z.object({ feedback: z.array(feedbackSchema) }).parse(await response.json()).feedback;
}

interface Bench {
  readonly model: SemanticModel;
  readonly warehouse: OpenWarehouse;
  readonly setFile: string;
}

async function measure(model: SemanticModel, { warehouse, setFile }: Bench): Promise<GoldenRun> {
  const set = readGoldenSet(setFile);
  return runGolden(set, await createGoldenReader(model, warehouse, set.as_of), warehouse.query);
}

/** What a change does to the golden questions: which get better and which worse. */
function compareRuns(
  before: GoldenRun,
  after: GoldenRun,
): { readonly better: readonly string[]; readonly worse: readonly string[] } {
  const outcomes = new Map(before.verdicts.map(({ id, outcome }) => [id, outcome]));
  const changed = after.verdicts.filter(({ id, outcome }) => outcomes.get(id) !== outcome);
  return {
    better: changed.filter(({ outcome }) => outcome === 'right').map(({ id }) => id),
    worse: changed.filter(({ id, outcome }) => outcome === 'wrong' || outcomes.get(id) === 'right').map(({ id }) => id),
  };
}

async function judge(change: ModelChange, before: GoldenRun, bench: Bench): Promise<string> {
  if (change.kind === 'default-filter')
    return '  not tried: write the condition into the sidecar, then run npm run eval';
  const { better, worse } = compareRuns(before, await measure(applyChange(bench.model, change), bench));
  const verdict = worse.length === 0 ? 'safe' : `HARMFUL, makes worse: ${worse.join(', ')}`;
  return `  golden questions: ${verdict}; better: ${better.length === 0 ? 'none' : better.join(', ')}`;
}

/** `npm run model -- suggestions`: exit code 0, 1 when something went wrong, 2 when the command was not understood. */
export async function suggestChanges(words: readonly string[], console: Console): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      feedback: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      user: { type: 'string', default: 'you@example.com' },
      set: { type: 'string' },
    },
  });
  const [name] = positionals;
  if (name === undefined) {
    console.complain(USAGE);
    return 2;
  }
  try {
    const feedback =
      values.feedback === undefined ? await fetchFeedback(values.url, values.user) : readFeedbackFile(values.feedback);
    return await propose(name, feedback, values.set ?? join(GOLDEN, `${name}.yaml`), console);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.complain(error.message);
    return 1;
  }
}

async function propose(
  name: string,
  feedback: readonly Feedback[],
  setFile: string,
  console: Console,
): Promise<number> {
  const model = parseModel(readModelFiles(name));
  const { as_of: today } = readGoldenSet(setFile);
  const context = { index: buildPlannerIndex(model), today };
  const own = feedback.filter((one) => one.correction !== null && (one.model ?? name) === name);
  const proposals = own.map((said) => ({ said, change: suggestChange(said, context) }));
  console.print(`${feedback.length} pieces of feedback, ${own.length} corrections of ${name}`);
  if (own.length === 0) return 0;
  const warehouse = await openLocalWarehouse({ ...readLocalSettings(console.environment), asOf: today });
  try {
    const bench = { model, warehouse, setFile };
    const before = await measure(model, bench);
    for (const { said, change } of proposals) {
      console.print(`\n“${said.question}” was corrected: “${said.correction ?? ''}”`);
      if (change === null) console.print('  not understood: nothing to propose');
      else console.print(`${writeChange(change)}\n${await judge(change, before, bench)}`);
    }
  } finally {
    await warehouse.stop();
  }
  return 0;
}
