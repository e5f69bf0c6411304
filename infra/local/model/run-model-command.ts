import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { diffModels, formatChange } from '#shared/semantic/diff-models.ts';
import { explainModel } from '#shared/semantic/explain-model.ts';
import { lintModel } from '#shared/semantic/lint/lint-model.ts';
import { formatProblem, toModelError } from '#shared/semantic/model-problem.ts';
import { parseModel, readModel } from '#shared/semantic/parse-model.ts';
import { toSemanticViewDdl } from '#shared/semantic/semantic-view-ddl.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';
import { readJson, readModelFiles } from './model-files.ts';

/** Where a command writes to. */
export interface Console {
  print(text: string): void;
  complain(text: string): void;
}

const USAGE = `Usage: npm run model -- COMMAND
  lint NAME...             what Snowflake would refuse, and what it would not notice; --strict fails on warnings too
  explain NAME             what the model can answer
  diff NAME NAME           what differs between two models, and what that does to questions
  ddl NAME                 CREATE SEMANTIC VIEW
  generate FILE.json       a draft from a description of a schema: model and sidecar, parted by ---
NAME is a model under infra/models, or the path of a YAML file.`;

function lint(names: readonly string[], isStrict: boolean, console: Console): number {
  const problems = names.flatMap((name) => lintModel(readModelFiles(name)));
  for (const problem of problems) console.print(formatProblem(problem));
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
  console.print(`${errors} errors, ${warnings} warnings, ${notes} notes`);
  return errors > 0 || (isStrict && warnings > 0) ? 1 : 0;
}

function ddl(name: string): string {
  const { document, model, problems } = readModel(readModelFiles(name));
  if (document === null || model === null) throw toModelError(problems);
  return toSemanticViewDdl(document).trimEnd();
}

/** Reads a description of a schema and drafts a model from it. Throws `invalid_request` for another shape. */
function generate(file: string): string {
  const read = schemaDescriptionSchema.safeParse(readJson(file));
  if (!read.success)
    throw new AppError('invalid_request', `${file} describes no schema: ${z.prettifyError(read.error)}`);
  const { document, sidecar } = generateModel(read.data);
  return `${writeModelYaml(document)}---\n${writeSidecarYaml(sidecar)}`.trimEnd();
}

function diff(first: string, second: string, console: Console): number {
  const changes = diffModels(parseModel(readModelFiles(first)), parseModel(readModelFiles(second)));
  for (const change of changes) console.print(formatChange(change));
  console.print(`${changes.length} differences`);
  return changes.some(({ effect }) => effect === 'breaking') ? 1 : 0;
}

function run(command: string, names: readonly string[], flags: ReadonlySet<string>, console: Console): number {
  const [first, second] = names;
  if (first === undefined) return refuse(console);
  switch (command) {
    case 'lint':
      return lint(names, flags.has('--strict'), console);
    case 'explain':
      console.print(explainModel(parseModel(readModelFiles(first))));
      return 0;
    case 'generate':
      console.print(generate(first));
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
export function runModelCommand(words: readonly string[], console: Console): number {
  const [command = '', ...rest] = words.filter((word) => !word.startsWith('--'));
  const flags = new Set(words.filter((word) => word.startsWith('--')));
  try {
    return run(command, rest, flags, console);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.complain(error.message);
    return 1;
  }
}
