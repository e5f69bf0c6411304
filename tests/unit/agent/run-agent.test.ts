import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { awaitReplies, found, type Agent } from '#shared/agent/define-agent.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import { defineTool } from '#shared/tool/define-tool.ts';
import { createMemoryLog } from '#tests/support/memory-log.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const recordSchema = z.object({ question: z.string(), numbers: z.array(z.number()) });
type Sum = z.infer<typeof recordSchema>;

/** Stands in for the real coordinator: asks data-intelligence and ends the turn with what it says. */
const coordinator: Agent<{ text: string }, null> = {
  name: 'coordinator',
  startsOn: 'turn.asked',
  record: z.object({ text: z.string() }),
  begin: (handoff) => ({ text: handoff.kind === 'turn.asked' ? handoff.brief.question : '' }),
  steps: [
    {
      name: 'ask-analyst',
      run: (record) =>
        awaitReplies(record, 'Asked.', [
          {
            id: 'analysis',
            draft: {
              kind: 'analysis.requested',
              to: 'data-intelligence',
              brief: {
                question: record.text,
                model: 'm',
                today: '2026-11-15',
                locale: 'en',
                timeZone: 'UTC',
                intent: 'question',
                past: [],
                choices: [],
                named: [],
              },
            },
          },
        ]),
      resume(_, replies) {
        const reply = replies.get('analysis');
        if (reply?.kind !== 'analysis.completed') throw new AppError('invalid_message', 'No analysis.');
        return found({ text: reply.brief.analysis.text }, 'It is in.');
      },
    },
  ],
  finish: ({ text }) => ({ kind: 'end-turn', analysis: { ...EMPTY_ANALYSIS, outcome: 'answered', text } }),
  fail: (analysis) => ({ kind: 'end-turn', analysis }),
};

/** Calls two tools at once and adds their results. */
const analyst: Agent<Sum, null> = {
  name: 'data-intelligence',
  startsOn: 'analysis.requested',
  record: recordSchema,
  begin: (handoff) => ({ question: handoff.kind === 'analysis.requested' ? handoff.brief.question : '', numbers: [] }),
  steps: [
    {
      name: 'fan-out',
      run: (record) =>
        awaitReplies(record, 'Called two tools.', [
          {
            id: 'one',
            draft: {
              kind: 'tool.called',
              to: 'snowflake-query',
              brief: { tool: 'double_it', arguments: { value: 2 } },
            },
          },
          {
            id: 'two',
            draft: {
              kind: 'tool.called',
              to: 'snowflake-query',
              brief: { tool: 'double_it', arguments: { value: 20 } },
            },
          },
        ]),
      resume(record, replies) {
        const numbers = ['one', 'two'].map((id) => {
          const reply = replies.get(id);
          return reply?.kind === 'tool.answered' && reply.brief.ok
            ? z.number().parse(reply.brief.result['doubled'])
            : -1;
        });
        return found({ ...record, numbers }, 'Both are in.');
      },
    },
  ],
  finish: ({ numbers }) => ({
    kind: 'reply',
    draft: {
      kind: 'analysis.completed',
      to: 'coordinator',
      brief: { analysis: { ...EMPTY_ANALYSIS, outcome: 'answered', text: numbers.join('+') } },
    },
  }),
  fail: (analysis) => ({
    kind: 'reply',
    draft: { kind: 'analysis.completed', to: 'coordinator', brief: { analysis } },
  }),
};

const doubleIt = defineTool({
  name: 'double_it',
  description: 'Doubles a number.',
  readOnly: true,
  input: z.object({ value: z.number() }),
  output: z.object({ doubled: z.number() }),
  run: ({ value }) => Promise.resolve({ doubled: value * 2 }),
  describe: ({ doubled }) => `Doubled to ${doubled}.`,
});

function receivers(): HandoffReceiver[] {
  const tools = receiveAsToolServer({ name: 'snowflake-query', tools: [doubleIt], deps: null, log: createMemoryLog() });
  return [receiveAsAgent(coordinator, null), receiveAsAgent(analyst, null), tools];
}

describe('receiveAsAgent', () => {
  it('suspends on requests, joins the replies of a fan-out and ends the turn', async () => {
    const world = await createTurnWorld(receivers());
    const turn = await world.ask('sum');

    await world.settle();

    expect(world.read(turn).answer).toMatchObject({ outcome: 'answered', text: '4+40', handoffs: 7 });
  });

  it('comes to the same end when every delivery is made three times', async () => {
    const world = await createTurnWorld(receivers());
    const turn = await world.ask('sum');

    await world.settle(3);

    expect(world.read(turn).answer).toMatchObject({ text: '4+40', handoffs: 7 });
    expect(world.bus.published).toHaveLength(7);
  });

  it('joins replies that come in the other order, and at the same time', async () => {
    const world = await createTurnWorld(receivers());
    const turn = await world.ask('sum');
    const upTo = async (count: number): Promise<void> => {
      for (let at = 0; world.bus.published.length < count; at += 1) {
        const next = world.bus.published[at];
        if (next !== undefined) await world.deliver(next);
      }
    };
    await upTo(4);
    const calls = world.bus.published.slice(2, 4);
    await Promise.all(calls.map((call) => world.deliver(call)));
    const replies = world.bus.published.filter(({ topic }) => topic.startsWith('tool.answered'));

    const statuses = await Promise.all([...replies].reverse().map((reply) => world.deliver(reply)));
    await world.settle();

    expect(statuses).toEqual([204, 204]);
    expect(world.read(turn).answer).toMatchObject({ text: '4+40' });
  });

  it('keeps every step in the trail, each once, in the words that the step found', async () => {
    const world = await createTurnWorld(receivers());
    const turn = await world.ask('sum');

    await world.settle();

    const steps = world.read(turn).answer?.timings.steps.map(({ agent, finding }) => `${agent}: ${finding}`);
    expect(steps).toEqual([
      'coordinator: Asked.',
      'data-intelligence: Called two tools.',
      'snowflake-query: Doubled to 4.',
      'snowflake-query: Doubled to 40.',
      'data-intelligence: Both are in.',
      'coordinator: It is in.',
    ]);
  });
});
