import { parseArgs } from 'node:util';
import { figuresOf, type GoldenFigures } from '#infra/local/golden/golden-figures.ts';
import { createGoldenReader } from '#infra/local/golden/golden-reader.ts';
import { formatFailures, formatRun } from '#infra/local/golden/golden-report.ts';
import { halfOf, readGoldenSet } from '#infra/local/golden/golden-set.ts';
import { type GoldenRun, runGolden } from '#infra/local/golden/run-golden.ts';
import { readLocalSettings } from '#infra/local/local-settings.ts';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { openLocalWarehouse, openSnowflakeAccount } from '#infra/local/open-warehouse.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';

const USAGE = `Usage: npm run eval -- run --set FILE [--set FILE ...]
Asks the golden questions of a model and compares each answer with the result of its hand-written statement.
  --model PATH           the model, when it is not infra/models/<model>.yaml
  --snowflake            asks a Snowflake account (SNOWFLAKE_ACCOUNT, _USER, _PRIVATE_KEY, _WAREHOUSE, _ROLE) and not
                         the local warehouse
  --only WORD            only questions whose id or kind contains the word
  --half open|kept       only this half of the questions
  --list open|all|none   which failures are listed (default all)
  --min-accuracy P       fail unless so many percent of the answers are right
  --min-coverage P       fail unless so many percent of the answerable are answered
  --min-abstention P     fail unless so many percent of the unanswerable are turned down
  --min-same-plan P      fail unless so many percent of other wordings give the same plan`;

interface Options {
  readonly set: readonly string[];
  readonly model: string | undefined;
  readonly only: string | undefined;
  readonly half: string | undefined;
  readonly snowflake: boolean;
}

async function runSet(file: string, { model: path, only, half, snowflake }: Options): Promise<GoldenRun> {
  const set = readGoldenSet(file);
  const model = parseModel(readModelFiles(path ?? set.model));
  const questions = set.questions.filter(
    (one) =>
      (half === undefined || halfOf(one) === half) &&
      (only === undefined || one.id.includes(only) || one.kind.includes(only)),
  );
  const warehouse = snowflake
    ? openSnowflakeAccount(process.env)
    : await openLocalWarehouse({ ...readLocalSettings(process.env), asOf: set.as_of });
  try {
    const reader = await createGoldenReader(model, warehouse, set.as_of);
    return await runGolden({ questions }, reader, warehouse.query);
  } finally {
    await warehouse.stop();
  }
}

const THRESHOLDS = {
  'min-accuracy': ({ accuracy }: GoldenFigures) => accuracy.rate,
  'min-coverage': ({ coverage }: GoldenFigures) => coverage.rate,
  'min-abstention': ({ abstention }: GoldenFigures) => abstention.rate,
  'min-same-plan': ({ paraphrases }: GoldenFigures) => paraphrases.rate,
} as const;

/** The thresholds that were missed, as lines; a figure that could not be had meets none. */
function missed(figures: GoldenFigures, limits: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(THRESHOLDS).flatMap(([name, read]) => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const reached = (read(figures) ?? 0) * 100;
    return reached >= Number(limit) ? [] : [`MISSED --${name} ${limit}: ${reached.toFixed(1)}`];
  });
}

const threshold = { type: 'string' } as const;

/** `npm run eval -- run`: exit code 1 when a threshold was missed, 2 when the command was not understood. */
export async function run(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      set: { type: 'string', multiple: true, default: [] },
      model: { type: 'string' },
      snowflake: { type: 'boolean', default: false },
      only: { type: 'string' },
      half: { type: 'string' },
      list: { type: 'string', default: 'all' },
      'min-accuracy': threshold,
      'min-coverage': threshold,
      'min-abstention': threshold,
      'min-same-plan': threshold,
    },
  });
  if (values.set.length === 0) {
    console.error(USAGE);
    return 2;
  }
  try {
    const { set, model, only, half, snowflake, list, ...limits } = values;
    const runs: GoldenRun[] = [];
    for (const file of set) runs.push(await runSet(file, { set, model, only, half, snowflake }));
    const whole = {
      verdicts: runs.flatMap(({ verdicts }) => verdicts),
      paraphrases: runs.flatMap(({ paraphrases }) => paraphrases),
    };
    const isListed = ({ half: own }: { readonly half: string }) => list === 'all' || list === own;
    const { verdicts, paraphrases } = whole;
    console.log(formatFailures({ verdicts: verdicts.filter(isListed), paraphrases: paraphrases.filter(isListed) }));
    console.log(formatRun(whole));
    const misses = missed(figuresOf(whole), limits);
    for (const line of misses) console.error(line);
    return misses.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    return 1;
  }
}
