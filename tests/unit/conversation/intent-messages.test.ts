import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readGoldenSet } from '#infra/local/golden/golden-set.ts';
import { readFollowUp } from '#shared/conversation/read-follow-up.ts';
import { readIntent } from '#shared/conversation/read-intent.ts';
import { splitQuestions } from '#shared/conversation/split-questions.ts';
import { readCommand } from '#shared/conversation/turn-commands.ts';

const messages = z
  .record(z.string(), z.array(z.string()).min(1))
  .parse(parse(readFileSync(new URL('intent-messages.yaml', import.meta.url), 'utf8')));

const FRAGMENT = /^(by|per|for|in|from|on|since|with|without|the \w+ one)\b/;

/** What a message is taken for: an intent, several questions, or a question that goes on from the one before. */
function readAs(message: string): string {
  if (splitQuestions(message).length > 1) return 'several';
  const intent = readIntent(message);
  const command = readCommand(message)?.kind;
  if (command === 'why') return 'why';
  if (intent !== 'question') return intent;
  const { isMarked, isPointing } = readFollowUp(message);
  return isMarked || isPointing || command !== undefined || FRAGMENT.test(message) ? 'follow-up' : 'question';
}

const verdicts = Object.entries(messages).flatMap(([label, texts]) =>
  texts.map((text) => ({ label, text, read: readAs(text) })),
);
const wrong = verdicts.filter(({ label, read }) => label !== read);

describe('the intents of everyday messages', () => {
  it('are told apart nearly always', () => {
    const lines = wrong.map(({ label, text, read }) => `${label} taken for ${read}: ${text}`);
    process.stdout.write(
      `\nintents: ${verdicts.length - wrong.length} of ${verdicts.length} messages right\n${lines.join('\n')}\n`,
    );

    expect(verdicts.length).toBeGreaterThanOrEqual(150);
    expect(1 - wrong.length / verdicts.length).toBeGreaterThanOrEqual(0.97);
  });

  it.each(messages['question'] ?? [])('never take “%s” for anything but a question', (text) => {
    expect(readIntent(text)).toBe('question');
    expect(splitQuestions(text)).toHaveLength(1);
  });
});

describe('the intents of golden questions', () => {
  const GOLDEN = 'infra/models/golden';
  const asked = readdirSync(GOLDEN).flatMap((file) =>
    readGoldenSet(`${GOLDEN}/${file}`)
      .questions.filter(({ unanswerable }) => unanswerable === undefined)
      .flatMap(({ ask, also_asked, follow_ups }) => [
        ask,
        ...also_asked,
        ...follow_ups.filter((turn) => turn.unanswerable === undefined).map((turn) => turn.ask),
      ]),
  );

  it('are questions, each of the hundreds of wordings', () => {
    expect(asked.length).toBeGreaterThan(1_000);
    const isAsked = (text: string) => splitQuestions(text).some((part) => readIntent(part) === 'question');
    expect(asked.filter((text) => !isAsked(text))).toEqual([]);
  });
});
