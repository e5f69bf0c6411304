import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { type ModelChange, suggestChange } from '#shared/conversation/suggest-change.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { type Feedback, feedbackSchema } from '#shared/schemas/feedback.ts';
import { type ModelSources, parseModel } from '#shared/semantic/parse-model.ts';
import { createGoldenReader } from '../golden/golden-reader.ts';
import { readGoldenSet } from '../golden/golden-set.ts';
import { type GoldenRun, runGolden } from '../golden/run-golden.ts';
import { readLocalSettings } from '../local-settings.ts';
import { openLocalWarehouse, type OpenWarehouse } from '../open-warehouse.ts';
import type { Console } from './run-model-command.ts';
import { compareRuns, formatComparison } from './compare-runs.ts';
import { editModelFiles } from './edit-model-files.ts';
import { readModelFiles } from './model-files.ts';
import { changeId, writeChange } from './write-change.ts';

const USAGE = `Usage: npm run model -- suggestions NAME [--feedback FILE | --url URL] [--set FILE] [--user EMAIL]
       npm run model -- accept NAME ID [the same] [--even-if-worse]
Turns corrections into proposed changes of the model, and says what each does to the golden questions. To accept one
writes it into the model's files, unless a golden question gets worse by it.
  --even-if-worse  writes it all the same
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
  readonly sources: ModelSources;
  readonly warehouse: OpenWarehouse;
  readonly setFile: string;
}

/** A bench on which the model as it is has been measured. */
interface Measured extends Bench {
  readonly before: GoldenRun;
}

async function measure(sources: ModelSources, { warehouse, setFile }: Bench): Promise<GoldenRun> {
  const set = readGoldenSet(setFile);
  return runGolden(set, await createGoldenReader(parseModel(sources), warehouse, set.as_of), warehouse.query);
}

/** Tries what would be written. */
async function judge(change: ModelChange, bench: Measured): Promise<string> {
  const { better, worse } = compareRuns(bench.before, await measure(editModelFiles(bench.sources, change), bench));
  const verdict = worse.length === 0 ? 'safe' : `HARMFUL, makes worse: ${worse.join(', ')}`;
  return `  golden questions: ${verdict}; better: ${better.length === 0 ? 'none' : better.join(', ')}`;
}

interface Asked {
  readonly name: string;
  /** Of the change to accept; null proposes all. */
  readonly id: string | null;
  readonly setFile: string;
  readonly evenIfWorse: boolean;
}

/** `npm run model -- suggestions` and `accept`: exit code 0, 1 when something went wrong or was refused, 2 when the command was not understood. */
export async function suggestChanges(
  command: 'suggestions' | 'accept',
  words: readonly string[],
  console: Console,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      feedback: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      user: { type: 'string', default: 'you@example.com' },
      set: { type: 'string' },
      'even-if-worse': { type: 'boolean', default: false },
    },
  });
  const [name, id = null] = positionals;
  if (name === undefined || (command === 'accept') !== (id !== null)) {
    console.complain(USAGE);
    return 2;
  }
  const setFile = values.set ?? join(GOLDEN, `${name}.yaml`);
  const asked = { name, id, setFile, evenIfWorse: values['even-if-worse'] };
  try {
    const feedback =
      values.feedback === undefined ? await fetchFeedback(values.url, values.user) : readFeedbackFile(values.feedback);
    return await tryChanges(asked, feedback, console);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.complain(error.message);
    return 1;
  }
}

interface Proposal {
  readonly said: Feedback;
  readonly change: ModelChange | null;
}

async function tryChanges(asked: Asked, feedback: readonly Feedback[], console: Console): Promise<number> {
  const { name, setFile, id } = asked;
  const sources = readModelFiles(name);
  const model = parseModel(sources);
  const { as_of: today } = readGoldenSet(setFile);
  const context = { index: buildPlannerIndex(model), today };
  const own = feedback.filter((one) => one.correction !== null && (one.model ?? model.name) === model.name);
  const proposals = own.map((said): Proposal => ({ said, change: suggestChange(said, context) }));
  console.print(`${feedback.length} pieces of feedback, ${own.length} corrections of ${model.name}`);
  if (own.length === 0 && id === null) return 0;
  const warehouse = await openLocalWarehouse({ ...readLocalSettings(console.environment), asOf: today });
  try {
    const bench = { sources, warehouse, setFile };
    const measured = { ...bench, before: await measure(sources, bench) };
    return id === null
      ? await propose(proposals, measured, console)
      : await accept(proposals, asked, measured, console);
  } finally {
    await warehouse.stop();
  }
}

async function propose(proposals: readonly Proposal[], bench: Measured, console: Console): Promise<number> {
  for (const { said, change } of proposals) {
    console.print(`\n“${said.question}” was corrected: “${said.correction ?? ''}”`);
    if (change === null) console.print('  not understood: nothing to propose');
    else console.print(`  id ${changeId(change)}\n${writeChange(change)}\n${await judge(change, bench)}`);
  }
  return 0;
}

/** Writes a change into the model's files. @throws AppError `not_found` when nothing of that id is proposed. */
async function accept(
  proposals: readonly Proposal[],
  { id, evenIfWorse }: Asked,
  bench: Measured,
  console: Console,
): Promise<number> {
  const change = proposals.map((one) => one.change).find((one) => one !== null && changeId(one) === id);
  if (change === undefined || change === null) throw new AppError('not_found', `No change ${id ?? ''} is proposed.`);
  const edited = editModelFiles(bench.sources, change);
  const after = await measure(edited, bench);
  const { before } = bench;
  const { worse } = compareRuns(before, after);
  console.print(`${writeChange(change)}\n${formatComparison(before, after)}`);
  if (worse.length > 0 && !evenIfWorse) {
    console.complain(`Not accepted: it makes worse ${worse.join(', ')}. Write it all the same with --even-if-worse.`);
    return 1;
  }
  for (const file of await writeFiles(bench.sources, edited)) console.print(`Written: ${file}`);
  return 0;
}

/** Writes what differs, formatted as the files around it are, so that the difference is the change alone. */
async function writeFiles(
  before: ModelSources,
  { model, sidecar, fileNames }: ModelSources,
): Promise<readonly string[]> {
  const texts = [
    { file: fileNames.model, text: model, was: before.model },
    { file: fileNames.sidecar, text: sidecar, was: before.sidecar },
  ];
  const changed: string[] = [];
  for (const { file, text, was } of texts) {
    if (text === null || text === was) continue;
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'yaml' }));
    changed.push(file);
  }
  return changed;
}
