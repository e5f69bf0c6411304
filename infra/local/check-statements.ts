import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { cellSchema } from '#shared/schemas/primitives.ts';
import type { Catalogue, CatalogueTable } from '#shared/sql/guard/catalogue.ts';
import { modelCatalogue } from '#shared/sql/guard/model-catalogue.ts';
import { createSqlGuard, type SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { givenValues } from '#shared/sql/guard/statement-values.ts';
import { readModelFiles } from './model/model-files.ts';

const lineSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  tables: z.array(z.string()).default([]),
  functions: z.array(z.string()).default([]),
  /** For each `?` or `:1`, in order. */
  binds: z.array(cellSchema).default([]),
  /** For `:name` and `$name`. */
  variables: z.record(z.string(), cellSchema).default({}),
});

export interface CheckOptions {
  readonly model?: string | undefined;
  readonly role: readonly string[];
  /** Lists with commas between. */
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly anyTable: boolean;
  /** Whether to print the statement that would be run. */
  readonly statement: boolean;
}

/**
 * Judges each line of a file as the guard does, and prints one line of JSON for each, in the order of the file.
 *
 * Throws `not_found` when there is no such file, `invalid_json` naming the line that cannot be read, `unknown_model`.
 */
export async function checkStatements(
  file: string,
  options: CheckOptions,
  print: (line: string) => void,
): Promise<void> {
  if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}.`);
  const declared = declaredCatalogue(options);
  const guard = createSqlGuard();
  try {
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() !== '') print(JSON.stringify(await checkLine(line, number, declared, { guard, options })));
    }
  } finally {
    await guard.close();
  }
}

interface CheckDeps {
  readonly guard: SqlGuard;
  readonly options: CheckOptions;
}

async function checkLine(line: string, number: number, declared: Catalogue, { guard, options }: CheckDeps) {
  const { id, text, tables, functions, binds, variables } = readLine(line, number);
  const isOwn = tables.length > 0 || functions.length > 0;
  const catalogue = isOwn
    ? {
        ...declared,
        tables: [...declared.tables, ...tables.map(openTable)],
        functions: [...declared.functions, ...functions.map((name) => name.toUpperCase())],
      }
    : declared;
  const verdict = await guard.judge(text, catalogue, givenValues(binds, variables));
  if (!verdict.allowed) return { id, allowed: false, reason: verdict.reason };
  const { statement } = verdict;
  return { id, allowed: true, reason: null, ...(options.statement ? { statement } : {}) };
}

function readLine(line: string, number: number): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new AppError('invalid_json', `Line ${number} is not {"id": …, "text": "…"}.`, { cause: error });
  }
}

function declaredCatalogue({ model, role, tables, functions, anyTable }: CheckOptions): Catalogue {
  const known =
    model === undefined
      ? { tables: [], functions: [] }
      : modelCatalogue(parseModel(readModelFiles(model)), { roles: role, attributes: {} });
  return {
    tables: [...known.tables, ...names(tables).map(openTable)],
    anyTable,
    functions: [...known.functions, ...names(functions).map((name) => name.toUpperCase())],
  };
}

function names(lists: readonly string[]): readonly string[] {
  return lists
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A declared table, of which every column may be read; a part in quotes keeps its case. */
function openTable(name: string): CatalogueTable {
  const parts = name.match(/"(?:[^"]|"")+"|[^."]+/g) ?? [];
  const path = parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toUpperCase(),
  );
  return { path, columns: null, rows: null };
}
