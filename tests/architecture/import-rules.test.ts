import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile, copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** One planted breach a rule: files as a careless change would leave them. The first one is the culprit. */
const BREACHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycle': {
    'shared/planner/one.ts': `import { two } from './two.ts'; export const one = () => two;`,
    'shared/planner/two.ts': `import { one } from './one.ts'; export const two = () => one;`,
  },
  'errors-import-nothing': {
    'shared/errors/told.ts': `import { z } from 'zod'; export const told = z;`,
  },
  'schemas-import-errors-only': {
    'shared/schemas/telling.ts': `import { log } from '../observability/log.ts'; export const telling = log;`,
    'shared/observability/log.ts': `export const log = 1;`,
  },
  'pure-imports-down': {
    'shared/sql/knowing.ts': `import { store } from '../state/store.ts'; export const knowing = store;`,
    'shared/state/store.ts': `export const store = 1;`,
  },
  'pure-does-no-io': {
    'shared/calendar/reading.ts': `import { readFileSync } from 'node:fs'; export const reading = readFileSync;`,
  },
  'shared-imports-no-function': {
    'shared/agent/climbing.ts': `import { step } from '../../functions/agents/a/step.ts'; export const climbing = step;`,
    'functions/agents/a/step.ts': `export const step = 1;`,
  },
  'function-is-an-island': {
    'functions/agents/b/visit.ts': `import { step } from '../c/step.ts'; export const visit = step;`,
    'functions/agents/c/step.ts': `export const step = 1;`,
  },
  'function-imports-no-infra': {
    'functions/agents/d/local.ts': `import { stack } from '../../../infra/local/stack.ts'; export const local = stack;`,
    'infra/local/stack.ts': `export const stack = 1;`,
  },
  'nothing-imports-index': {
    'functions/agents/e/handler.ts': `import { e } from './index.ts'; export const handler = e;`,
    'functions/agents/e/index.ts': `export const e = 1;`,
  },
  'steps-import-no-handler': {
    'functions/agents/f/steps/run-it.ts': `import { handler } from '../handler.ts'; export const runIt = handler;`,
    'functions/agents/f/handler.ts': `export const handler = 1;`,
  },
  'only-index-picks-adapters': {
    'functions/agents/g/handler.ts': `import { bus } from '../../../shared/messaging/pubsub-bus.ts'; export const handler = bus;`,
    'shared/messaging/pubsub-bus.ts': `export const bus = 1;`,
  },
  'vendors-stay-in-adapters': {
    'shared/handoff/shortcut.ts': `import { PubSub } from '@google-cloud/pubsub'; export const shortcut = PubSub;`,
  },
  'snowflake-sdk-only-in-its-tools': {
    'functions/agents/h/index.ts': `import { w } from '../../../shared/warehouse/snowflake-warehouse.ts'; export const h = w;`,
    'shared/warehouse/snowflake-warehouse.ts': `export const w = 1;`,
  },
  'no-dev-dependency-in-production': {
    'shared/cache/tested.ts': `import fc from 'fast-check'; export const tested = fc;`,
  },
  'no-unresolvable': {
    'shared/agent/lost.ts': `import { gone } from './gone.ts'; export const lost = gone;`,
  },
};

const violationSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});
const configSchema = z.object({ forbidden: z.array(z.object({ name: z.string() })) });

let directory = '';
let found: readonly { readonly from: string; readonly rule: string }[] = [];

async function plant(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), `${text}\n`);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'import-rules-'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    await copyFile(join(ROOT, file), join(directory, file));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const files of Object.values(BREACHES)) {
    for (const [path, text] of Object.entries(files)) await plant(path, text);
  }
  await plant(
    'shared/planner/innocent.ts',
    `import { AppError } from '../errors/app-error.ts'; export const innocent = AppError;`,
  );
  await plant('shared/errors/app-error.ts', 'export class AppError extends Error {}');
  const command = join(ROOT, 'node_modules/.bin/depcruise');
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'functions', 'shared', 'infra'];
  const { stdout } = await run(command, args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 }).catch(asOutput);
  const report = violationSchema.parse(JSON.parse(stdout));
  found = report.summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}, 60_000);

/** The command ends with the number of breaches as its exit code; what it printed is still the report. */
function asOutput(error: unknown): { stdout: string } {
  return z.object({ stdout: z.string() }).parse(error);
}

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(Object.entries(BREACHES))('catch a breach of %s', (rule, files) => {
    const [culprit] = Object.keys(files);

    expect(found).toContainEqual({ rule, from: culprit });
  });

  it('let an import that goes down pass', () => {
    expect(found.filter(({ from }) => from === 'shared/planner/innocent.ts')).toEqual([]);
  });

  it('are each tried by a breach', () => {
    const config: unknown = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
    const names = configSchema.parse(config).forbidden.map(({ name }) => name);

    expect(names.toSorted()).toEqual(Object.keys(BREACHES).toSorted());
  });
});
