import { describe, expect, it } from 'vitest';
import { HANDOFF_CHECKS, requireToHold, type Phase } from '#shared/handoff/handoff-checks.ts';
import type { HandoffKind } from '#shared/schemas/edges.ts';
import { BRIEFS, GOOD_ANALYSIS, makeHandoff, makeTurn } from '#tests/support/handoffs.ts';

const QUESTION = BRIEFS['turn.asked'];
const REQUEST = BRIEFS['analysis.requested'];
const FIGURE = { value: 1, unit: 'USD', label: 'Revenue', change: null, from: null, good: 'up' };
const analysis = (changes: Readonly<Record<string, unknown>>) => ({
  brief: { analysis: { ...GOOD_ANALYSIS, ...changes } },
});

/** One breach of each check: kind, phase, check, and what of a good handoff is changed. */
const BREACHES: readonly (readonly [HandoffKind, Phase, string, Readonly<Record<string, unknown>>])[] = [
  ['turn.asked', 'received', 'asks-what-the-person-asked', { brief: { ...QUESTION, question: 'profits' } }],
  ['turn.asked', 'received', 'deadline-is-the-turns', { deadlineAt: 1 }],
  ['turn.asked', 'received', 'starts-its-line', { hop: 1 }],
  ['turn.asked', 'handed-on', 'question-is-not-blank', { brief: { ...QUESTION, question: ' ' } }],
  ['analysis.requested', 'received', 'says-whom-to-answer', { correlation: null }],
  ['analysis.requested', 'received', 'says-how-it-came-about', { trail: [] }],
  ['analysis.requested', 'handed-on', 'names-a-model', { brief: { ...REQUEST, model: '' } }],
  ['analysis.requested', 'handed-on', 'question-is-not-blank', { brief: { ...REQUEST, question: '\n' } }],
  ['analysis.requested', 'handed-on', 'awaits-a-reply', { correlation: null }],
  ['analysis.completed', 'received', 'answers-a-request', { correlation: null }],
  ['analysis.completed', 'handed-on', 'says-something', analysis({ text: ' ' })],
  ['analysis.completed', 'handed-on', 'figure-has-a-receipt', analysis({ headline: FIGURE })],
  [
    'analysis.completed',
    'handed-on',
    'no-check-of-a-figure-failed',
    analysis({ checks: [{ name: 'parts-add-up', level: 'fail', detail: 'They do not.' }] }),
  ],
  ['analysis.completed', 'handed-on', 'clarification-has-options', analysis({ outcome: 'clarification' })],
  ['analysis.completed', 'handed-on', 'failure-has-a-code', analysis({ outcome: 'failed' })],
  ['analysis.completed', 'handed-on', 'says-how-it-came-about', { trail: [] }],
  ['tool.called', 'received', 'says-whom-to-answer', { correlation: null }],
  ['tool.called', 'handed-on', 'awaits-a-reply', { correlation: null }],
  ['tool.answered', 'received', 'answers-a-request', { correlation: null }],
  [
    'tool.answered',
    'handed-on',
    'failure-has-a-code',
    { brief: { tool: 'run_query', ok: false, error: { code: '', message: 'No.', retryable: false } } },
  ],
];

const KINDS: readonly HandoffKind[] = [
  'turn.asked',
  'analysis.requested',
  'analysis.completed',
  'tool.called',
  'tool.answered',
];

describe('the checks of handoffs', () => {
  it.each(BREACHES)('%s, %s: %s is named when it does not hold', (kind, phase, check, changes) => {
    const breach = (): void => requireToHold(phase, makeHandoff(kind, changes), makeTurn());

    expect(breach).toThrow(
      expect.objectContaining({ code: 'check_failed', retryable: false, details: { check, kind, phase } }),
    );
  });

  it.each(KINDS)('%s passes when all holds', (kind) => {
    for (const phase of ['received', 'handed-on'] as const) {
      expect(() => requireToHold(phase, makeHandoff(kind), makeTurn())).not.toThrow();
    }
  });

  it('each have a breach in this table', () => {
    const declared = KINDS.flatMap((kind) =>
      (['received', 'handed-on'] as const).flatMap((phase) =>
        HANDOFF_CHECKS[kind][phase].map(({ name }) => `${kind} ${phase} ${name}`),
      ),
    );

    expect(BREACHES.map(([kind, phase, check]) => `${kind} ${phase} ${check}`).toSorted()).toEqual(declared.toSorted());
  });
});
