import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answerSchema } from '#shared/schemas/answer.ts';
import { readLocalSettings } from './local-settings.ts';
import type { ProcessWatcher } from './function-process.ts';
import { announceStack, withdrawStack } from './running-stack.ts';
import { startStack } from './stack.ts';

const USAGE = `npm start [-- --state[=DIR]] [--isolate] [--verbose]

Runs the whole platform on this machine: every function, and local servers for Pub/Sub, Firestore, Secret Manager and
Snowflake with sample data.
  --state[=DIR]   keep conversations, messages and secrets in DIR (default .local/state) across restarts
  --isolate       run each function in a process of its own, started again when it dies
  --verbose       print every log line of the functions
  PORT            environment: port of the API (default 8080)
  BATON_AS_OF     environment: the date that "today" means, YYYY-MM-DD (default: the real one)`;

const SAMPLE_QUESTION = 'revenue by region last month';

const NAME_WIDTH = 18;

/** Tells of functions in processes of their own; their lines bear the function's name. */
const PROCESS_WATCHER: ProcessWatcher = {
  onStart: (name, pid, url) => onProgress('process', `${name} runs as ${pid} at ${url}`),
  onDeath: (name, reason) => onProgress('process', `${name} ended (${reason}); it is started again`),
  onLine: (name, line) => console.log(`${name.padEnd(NAME_WIDTH)} | ${line}`),
};

interface Arguments {
  readonly stateDirectory: string | null;
  readonly logSeverity: 'INFO' | 'ERROR';
  readonly isolate: ProcessWatcher | null;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    strict: false,
    options: {
      state: { type: 'string' },
      isolate: { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values['help'] === true) {
    console.log(USAGE);
    process.exit(0);
  }
  const { state } = values;
  const directory = typeof state === 'string' && state !== '' ? state : '.local/state';
  return {
    stateDirectory: state === undefined ? null : resolve(directory),
    logSeverity: values['verbose'] === true ? 'INFO' : 'ERROR',
    isolate: values['isolate'] === true ? PROCESS_WATCHER : null,
  };
}

async function askSample(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer local:you@example.com' },
    body: JSON.stringify({ question: SAMPLE_QUESTION }),
  });
  return answerSchema.parse(await response.json()).text;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function onProgress(part: string, detail: string): void {
  console.log(`  ${part.padEnd(10)} ${detail}`);
}

async function main(): Promise<void> {
  const started = performance.now();
  const settings = readLocalSettings(process.env);
  console.log('Starting Baton');
  const stack = await startStack({ ...settings, ...readArguments(), onProgress });
  await announceStack({ firestore: stack.state.address, projectId: stack.state.projectId });
  const text = await askSample(stack.url);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\nReady in ${seconds} s at ${stack.url}\n\n  ${SAMPLE_QUESTION}?\n  ${text}\n`);
  console.log('Ask with: npm run ask -- "top 5 products by units this year"      Stop with Ctrl-C.');

  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130); // A second Ctrl-C does not wait.
    stopping = true;
    console.log('\nStopping');
    void Promise.all([withdrawStack(), stack.stop()]).then(() => process.exit(0));
  };
  process.removeAllListeners('SIGINT');
  process.removeAllListeners('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  const { port } = readLocalSettings(process.env);
  if (isPortTaken(error))
    console.error(`Port ${port} is taken. Stop what listens there, or choose another: PORT=8090 npm start`);
  else console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
