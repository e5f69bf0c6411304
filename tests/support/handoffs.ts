import { handoffId } from '#shared/handoff/handoff-id.ts';
import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { HandoffKind } from '#shared/schemas/edges.ts';
import { HANDOFF_VERSION, handoffSchema, type Finding, type Handoff, type HandoffOf } from '#shared/schemas/handoff.ts';

const NOW = Date.UTC(2026, 10, 15, 12);
const TURN = { conversationId: `conv_${'a'.repeat(26)}`, turnId: `turn_${'b'.repeat(26)}` };

export const FINDING: Finding = { agent: 'coordinator', step: 'look', finding: 'Seen.', startedAt: NOW, ms: 1 };

/** An answer with all that an answer must have. */
export const GOOD_ANALYSIS: Analysis = {
  ...EMPTY_ANALYSIS,
  outcome: 'answered',
  tier: 'governed',
  text: 'Revenue was $1.',
};

/** A brief of each kind with all that it needs. */
export const BRIEFS: { readonly [Kind in HandoffKind]: HandoffOf<Kind>['brief'] } = {
  'turn.asked': {
    question: 'revenue',
    askedAt: new Date(NOW).toISOString(),
    model: null,
    locale: 'en-US',
    timeZone: 'UTC',
    today: '2026-11-15',
  },
  'analysis.requested': {
    question: 'revenue',
    model: 'retail',
    today: '2026-11-15',
    locale: 'en-US',
    timeZone: 'UTC',
    intent: 'question',
    past: [],
    choices: [],
    named: [],
  },
  'analysis.completed': { analysis: GOOD_ANALYSIS },
  'tool.called': { tool: 'run_query', arguments: {} },
  'tool.answered': { tool: 'run_query', ok: true, result: {} },
};

const WAYS: Readonly<Record<HandoffKind, { readonly from: string; readonly to: string }>> = {
  'turn.asked': { from: 'ask-api', to: 'coordinator' },
  'analysis.requested': { from: 'coordinator', to: 'data-intelligence' },
  'analysis.completed': { from: 'data-intelligence', to: 'coordinator' },
  'tool.called': { from: 'data-intelligence', to: 'snowflake-query' },
  'tool.answered': { from: 'snowflake-query', to: 'data-intelligence' },
};

/** A handoff that holds all that its kind must, with some of it changed. */
export function makeHandoff(kind: HandoffKind, changes: Readonly<Record<string, unknown>> = {}): Handoff {
  const starts = kind === 'turn.asked';
  return handoffSchema.parse({
    version: HANDOFF_VERSION,
    id: handoffId([kind]),
    kind,
    ...WAYS[kind],
    ...TURN,
    issuedAt: NOW,
    deadlineAt: NOW + 60_000,
    hop: starts ? 0 : 1,
    lineage: [],
    context: 'signed',
    traceparent: null,
    correlation: starts ? null : { runId: 'run', requestId: 'request' },
    brief: BRIEFS[kind],
    trail: starts ? [] : [FINDING],
    ...changes,
  });
}

/** The turn that {@link makeHandoff}'s handoffs belong to. */
export function makeTurn(changes: Partial<Turn> = {}): Turn {
  return {
    ...TURN,
    ownerId: 'local:alice@example.com',
    sequence: 0,
    question: 'revenue',
    model: null,
    askedAt: NOW,
    deadlineAt: NOW + 60_000,
    status: 'pending',
    steps: [],
    handoffs: 1,
    answer: null,
    ...changes,
  };
}
