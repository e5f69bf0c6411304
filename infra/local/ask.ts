import { parseArgs } from 'node:util';
import { z } from 'zod';
import { problemSchema } from '#shared/http/problem.ts';
import { answerSchema, type Answer } from '#shared/schemas/answer.ts';
import { readLocalSettings } from './local-settings.ts';
import { startStack } from './stack.ts';
import { formatAnswer } from './terminal/format-answer.ts';

const USAGE = `npm run ask -- "question" [--json] [--conversation ID] [--model NAME] [--user EMAIL] [--url URL]

Asks a running platform, or starts one just for this question.
  --json               print the whole answer as JSON
  --conversation ID    go on with a conversation
  --model NAME         read the question with this semantic model
  --user EMAIL         ask as somebody else (default: you@example.com)
  --url URL            where the platform runs (default: http://127.0.0.1:PORT, PORT from the environment or 8080)`;

interface Asking {
  readonly question: string;
  readonly url: string;
  readonly user: string;
  readonly conversation: string | undefined;
  readonly model: string | undefined;
}

async function isRunning(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1_000) });
    const body: unknown = await response.json();
    return z.object({ status: z.literal('ok') }).safeParse(body).success;
  } catch {
    return false; // Nobody answers there: a platform is started for this question.
  }
}

async function ask({ question, url, user, conversation, model }: Asking): Promise<Answer> {
  const response = await fetch(`${url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer local:${user}` },
    body: JSON.stringify({
      question,
      ...(conversation === undefined ? {} : { conversationId: conversation }),
      ...(model === undefined ? {} : { model }),
    }),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(problemSchema.parse(body).detail);
  return answerSchema.parse(body);
}

async function askSomewhere(asking: Asking, isUrlGiven: boolean): Promise<Answer> {
  if (isUrlGiven || (await isRunning(asking.url))) return ask(asking);
  const stack = await startStack({ ...readLocalSettings(process.env), port: 0 });
  try {
    return await ask({ ...asking, url: stack.url });
  } finally {
    await stack.stop();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      conversation: { type: 'string' },
      model: { type: 'string' },
      user: { type: 'string', default: 'you@example.com' },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const question = positionals.join(' ');
  if (values.help || question === '') {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const { port } = readLocalSettings(process.env);
  const url = values.url ?? `http://127.0.0.1:${port}`;
  const { user, conversation, model } = values;
  const answer = await askSomewhere({ question, url, user, conversation, model }, values.url !== undefined);
  console.log(values.json ? JSON.stringify(answer, null, 2) : formatAnswer(answer));
  return answer.outcome === 'failed' ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
