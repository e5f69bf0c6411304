import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { diffModels, formatChange } from '#shared/semantic/diff-models.ts';
import { explainModel } from '#shared/semantic/explain-model.ts';
import { keyQueries } from '#shared/semantic/lint/lint-keys.ts';
import { lintModel, type WarehouseFindings } from '#shared/semantic/lint/lint-model.ts';
import { formatProblem, type ModelProblem, toModelError } from '#shared/semantic/model-problem.ts';
import { type ModelSources, parseModel, readModel } from '#shared/semantic/parse-model.ts';
import { toSemanticViewDdl } from '#shared/semantic/semantic-view-ddl.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { type SchemaDescription, schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';
import { describeLocally, type Environment, inspectLocally } from './describe-locally.ts';
import { readJson, readModelFiles } from './model-files.ts';

/** Where a command writes to. */
export interface Console {
  print(text: string): void;
  complain(text: string): void;
  readonly environment: Environment;
}

const USAGE = `Usage: npm run model -- COMMAND
  lint NAME...             what Snowflake would refuse, and what it would not notice; --strict fails on warnings too,
                           --warehouse looks its tables and columns up in the local warehouse, and counts
                           whether each declared key holds there
  explain NAME             what the model can answer
  diff NAME NAME           what differs between two models, and what that does to questions
  ddl NAME                 CREATE SEMANTIC VIEW
  generate DATABASE.SCHEMA [NAME]
                           a draft from the local warehouse's INFORMATION_SCHEMA, keys and values: model and sidecar,
                           parted by ---; what was inferred is marked for review. --no-values reads no rows
  generate FILE.json       a draft from a description of a schema
  prove-access             that people with different roles get the rows they should, on the local warehouse; --json
  suggestions NAME         what corrections propose, and what that does to the golden questions
  accept NAME ID           writes a proposed change into the model's files, unless golden questions get worse by it
NAME is a model under infra/models, or the path of a YAML file.`;

async function lint(names: readonly string[], flags: ReadonlySet<string>, console: Console): Promise<number> {
  const problems: ModelProblem[] = [];
  for (const source of names.map(readModelFiles)) {
    const found = flags.has('--warehouse') ? await findingsOn(source, console) : undefined;
    problems.push(...lintModel(source, found));
  }
  for (const problem of problems) console.print(formatProblem(problem));
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
  console.print(`${errors} errors, ${warnings} warnings, ${notes} notes`);
  return errors > 0 || (flags.has('--strict') && warnings > 0) ? 1 : 0;
}

/** What the local warehouse says of one model; says how many keys were counted. */
async function findingsOn(source: ModelSources, console: Console): Promise<WarehouseFindings | undefined> {
  const { document, model } = readModel(source);
  const bases = document?.tables.map(({ base_table: base }) => base) ?? [];
  const places = bases.flatMap((base) => ('table' in base ? [`${base.database}.${base.schema}`] : []));
  if (places.length === 0) return undefined;
  const found = await inspectLocally(
    [...new Set(places)],
    model === null ? [] : keyQueries(model),
    console.environment,
  );
  const holding = found.keys.filter(({ repeated }) => repeated === 0).length;
  const said =
    model === null
      ? 'keys are counted once it can be read'
      : `${found.keys.length} keys counted in the warehouse, ${holding} hold`;
  console.print(`${source.fileNames.model}: ${said}`);
  return found;
}

function ddl(name: string): string {
  const { document, model, problems } = readModel(readModelFiles(name));
  if (document === null || model === null) throw toModelError(problems);
  return toSemanticViewDdl(document).trimEnd();
}

/** Drafts a model of a schema of the local warehouse, or of a description in a file. */
async function generate(
  [source = '', name]: readonly string[],
  flags: ReadonlySet<string>,
  { environment }: Console,
): Promise<string> {
  const described = source.endsWith('.json')
    ? readDescription(source)
    : (await describeLocally([source], !flags.has('--no-values'), environment))[0];
  if (described === undefined) throw new AppError('not_found', `There is nothing to read in ${source}.`);
  const { document, sidecar } = generateModel(name === undefined ? described : { ...described, name });
  return `${writeModelYaml(document)}---\n${writeSidecarYaml(sidecar)}`.trimEnd();
}

/** Throws `invalid_request` for a file of another shape. */
function readDescription(file: string): SchemaDescription {
  const read = schemaDescriptionSchema.safeParse(readJson(file));
  if (read.success) return read.data;
  throw new AppError('invalid_request', `${file} describes no schema: ${z.prettifyError(read.error)}`);
}

function diff(first: string, second: string, console: Console): number {
  const changes = diffModels(parseModel(readModelFiles(first)), parseModel(readModelFiles(second)));
  for (const change of changes) console.print(formatChange(change));
  console.print(changes.length === 1 ? '1 difference' : `${changes.length} differences`);
  return changes.some(({ effect }) => effect === 'breaking') ? 1 : 0;
}

async function run(
  command: string,
  names: readonly string[],
  flags: ReadonlySet<string>,
  console: Console,
): Promise<number> {
  const [first, second] = names;
  if (first === undefined) return refuse(console);
  switch (command) {
    case 'lint':
      return lint(names, flags, console);
    case 'explain':
      console.print(explainModel(parseModel(readModelFiles(first))));
      return 0;
    case 'generate':
      console.print(await generate(names, flags, console));
      return 0;
    case 'ddl':
      console.print(ddl(first));
      return 0;
    case 'diff':
      return second === undefined ? refuse(console) : diff(first, second, console);
    default:
      return refuse(console);
  }
}

function refuse(console: Console): number {
  console.complain(USAGE);
  return 2;
}

/** Runs one command; gives the exit code: 0 well, 1 something was found, 2 the command was not understood. */
export async function runModelCommand(words: readonly string[], console: Console): Promise<number> {
  const [command = '', ...rest] = words.filter((word) => !word.startsWith('--'));
  const flags = new Set(words.filter((word) => word.startsWith('--')));
  try {
    return await run(command, rest, flags, console);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.complain(error.message);
    return 1;
  }
}
