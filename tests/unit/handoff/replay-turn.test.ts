import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { awaitReplies, found, type Agent } from '#shared/agent/define-agent.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { firstDifference } from '#shared/handoff/first-difference.ts';
import { replayTurn } from '#shared/handoff/replay-turn.ts';
import { readRecordedHandoffs, readTrail } from '#shared/handoff/trail-document.ts';
import { createTurnWorld, ALICE } from '#tests/support/turn-world.ts';
import { BRIEFS, GOOD_ANALYSIS } from '#tests/support/handoffs.ts';

const record = z.object({ text: z.string(), at: z.number() });
type Note = z.infer<typeof record>;

const REQUEST = { ...BRIEFS['analysis.requested'], model: 'm' };

/** A coordinator that asks twice at once, and ends with what it was told, in words of the test's choosing. */
function coordinator(words: string): Agent<Note, null> {
  const ask = (id: string) =>
    ({
      id,
      draft: { kind: 'analysis.requested', to: 'data-intelligence', brief: { ...REQUEST, question: id } },
    }) as const;
  return {
    name: 'coordinator',
    startsOn: 'turn.asked',
    record,
    begin: () => ({ text: '', at: 0 }),
    steps: [
      {
        name: 'ask-twice',
        run: (note, _, { now }) => awaitReplies({ ...note, at: now() }, 'Asked twice.', [ask('one'), ask('two')]),
        resume: (note) => found({ ...note, text: words }, 'Both are in.'),
      },
    ],
    finish: ({ text }) => ({ kind: 'end-turn', analysis: { ...GOOD_ANALYSIS, text } }),
    fail: (analysis) => ({ kind: 'end-turn', analysis }),
  };
}

const analyst: Agent<Note, null> = {
  name: 'data-intelligence',
  startsOn: 'analysis.requested',
  record,
  begin: () => ({ text: '', at: 0 }),
  steps: [{ name: 'answer', run: (note) => found(note, 'Answered.') }],
  finish: (_, { from }) => ({
    kind: 'reply',
    draft: { kind: 'analysis.completed', to: from, brief: { analysis: GOOD_ANALYSIS } },
  }),
  fail: (analysis, { from }) => ({
    kind: 'reply',
    draft: { kind: 'analysis.completed', to: from, brief: { analysis } },
  }),
};

async function recordTurn() {
  const world = await createTurnWorld([
    receiveAsAgent(coordinator('All is well.'), null),
    receiveAsAgent(analyst, null),
  ]);
  const asked = await world.ask('revenue');
  await world.settle();
  const turn = world.read(asked);
  const handoffs = await readRecordedHandoffs(turn, world.store);
  const context = { caller: ALICE, conversationId: turn.conversationId, turnId: turn.turnId };
  return { world, turn, recording: { turn, handoffs, context } };
}

describe('replaying a turn', () => {
  it('finds no difference when nothing has changed', async () => {
    const { recording } = await recordTurn();
    const receivers = [receiveAsAgent(coordinator('All is well.'), null), receiveAsAgent(analyst, null)];

    const replayed = await replayTurn(recording, receivers, null);

    expect(replayed.map(({ outcome }) => outcome)).toEqual(['same', 'same', 'same', 'same', 'same']);
  });

  it('shows the first thing that comes out otherwise', async () => {
    const { recording } = await recordTurn();
    const receivers = [receiveAsAgent(coordinator('All is lost.'), null), receiveAsAgent(analyst, null)];

    const replayed = await replayTurn(recording, receivers, null);

    expect(replayed.at(-1)).toMatchObject({
      outcome: 'different',
      difference: { path: 'answer.text', recorded: 'All is well.', replayed: 'All is lost.' },
    });
  });

  it('uses the recorded replies of whoever does not work', async () => {
    const { recording } = await recordTurn();

    const replayed = await replayTurn(recording, [receiveAsAgent(coordinator('All is well.'), null)], null);

    expect(replayed.map(({ outcome }) => outcome)).toEqual(['same', 'recorded', 'recorded', 'same', 'same']);
  });

  it('compares from any handoff on, with the state that those before it built up', async () => {
    const { recording } = await recordTurn();
    const receivers = [receiveAsAgent(coordinator('All is lost.'), null), receiveAsAgent(analyst, null)];

    const replayed = await replayTurn(recording, receivers, 5);

    expect(replayed.map(({ outcome }) => outcome)).toEqual(['before', 'before', 'before', 'before', 'different']);
  });

  it('changes nothing', async () => {
    const { world, recording } = await recordTurn();
    const before = JSON.stringify([...world.store.documents]);

    await replayTurn(recording, [receiveAsAgent(coordinator('All is lost.'), null)], null);

    expect(JSON.stringify([...world.store.documents])).toBe(before);
  });
});

describe('the trail of a turn', () => {
  it('tells of each handoff what was found on it and what the next needed', async () => {
    const { world, turn } = await recordTurn();

    const { handoffs } = await readTrail(turn, world.store);

    expect(
      handoffs.map(({ to, found: steps, handedOn }) => [to, steps.length, handedOn.map(({ needs }) => needs)]),
    ).toEqual([
      [
        'coordinator',
        1,
        ['Answer “one” with the model m; today is 2026-11-15.', 'Answer “two” with the model m; today is 2026-11-15.'],
      ],
      ['data-intelligence', 1, ['The analysis ended answered.']],
      ['data-intelligence', 1, ['The analysis ended answered.']],
      ['coordinator', 0, []],
      ['coordinator', 1, []],
    ]);
  });
});

describe('firstDifference', () => {
  it.each([
    ['nothing in equal values', { a: [1, { b: null }] }, { a: [1, { b: null }] }, null],
    ['a value', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { path: 'a[1].b', recorded: 2, replayed: 3 }],
    ['a missing field', { a: 1 }, {}, { path: 'a', recorded: 1, replayed: undefined }],
    ['a field too many', {}, { a: 1 }, { path: 'a', recorded: undefined, replayed: 1 }],
    ['a longer list', [1], [1, 2], { path: '[1]', recorded: undefined, replayed: 2 }],
    ['a list for an object', { a: [] }, { a: {} }, { path: 'a', recorded: [], replayed: {} }],
  ])('finds %s', (_, recorded, replayed, expected) => {
    expect(firstDifference(recorded, replayed)).toEqual(expected);
  });
});
