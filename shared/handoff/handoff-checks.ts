import { AppError } from '#shared/errors/app-error.ts';
import type { Analysis } from '#shared/schemas/analysis.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { HandoffKind } from '#shared/schemas/edges.ts';
import type { Handoff, HandoffOf } from '#shared/schemas/handoff.ts';

/** Something that must hold of a handoff beyond the form that its schema checks. */
export interface HandoffCheck<Kind extends HandoffKind> {
  /** What holds, kebab-case; named when it does not. */
  readonly name: string;
  holds(handoff: HandoffOf<Kind>, turn: Turn): boolean;
}

/** What a kind of handoff must hold before its receiver starts, and when its sender hands it on. */
export interface ChecksOfKind<Kind extends HandoffKind> {
  readonly received: readonly HandoffCheck<Kind>[];
  readonly 'handed-on': readonly HandoffCheck<Kind>[];
}

export type Phase = 'received' | 'handed-on';

/** Every kind with its checks: the rule "receive, build, document, hand off" as data. */
export const HANDOFF_CHECKS: { readonly [Kind in HandoffKind]: ChecksOfKind<Kind> } = {
  'turn.asked': {
    received: [
      { name: 'asks-what-the-person-asked', holds: ({ brief }, turn) => brief.question === turn.question },
      { name: 'deadline-is-the-turns', holds: ({ deadlineAt }, turn) => deadlineAt === turn.deadlineAt },
      { name: 'starts-its-line', holds: ({ hop, trail }) => hop === 0 && trail.length === 0 },
    ],
    'handed-on': [{ name: 'question-is-not-blank', holds: ({ brief }) => brief.question.trim() !== '' }],
  },
  'analysis.requested': {
    received: [
      { name: 'says-whom-to-answer', holds: ({ correlation }) => correlation !== null },
      { name: 'says-how-it-came-about', holds: ({ trail }) => trail.length > 0 },
    ],
    'handed-on': [
      { name: 'names-a-model', holds: ({ brief }) => brief.model !== '' },
      { name: 'question-is-not-blank', holds: ({ brief }) => brief.question.trim() !== '' },
      { name: 'awaits-a-reply', holds: ({ correlation }) => correlation !== null },
    ],
  },
  'analysis.completed': {
    received: [{ name: 'answers-a-request', holds: ({ correlation }) => correlation !== null }],
    'handed-on': [
      { name: 'says-something', holds: ({ brief }) => brief.analysis.text.trim() !== '' },
      { name: 'figure-has-a-receipt', holds: ({ brief }) => hasReceipt(brief.analysis) },
      { name: 'no-check-of-a-figure-failed', holds: ({ brief }) => isUncontradicted(brief.analysis) },
      { name: 'clarification-has-options', holds: ({ brief }) => hasOptions(brief.analysis) },
      { name: 'failure-has-a-code', holds: ({ brief }) => hasCode(brief.analysis) },
      { name: 'says-how-it-came-about', holds: ({ trail }) => trail.length > 0 },
    ],
  },
  'tool.called': {
    received: [{ name: 'says-whom-to-answer', holds: ({ correlation }) => correlation !== null }],
    'handed-on': [{ name: 'awaits-a-reply', holds: ({ correlation }) => correlation !== null }],
  },
  'tool.answered': {
    received: [{ name: 'answers-a-request', holds: ({ correlation }) => correlation !== null }],
    'handed-on': [
      {
        name: 'failure-has-a-code',
        holds: ({ brief }) => brief.ok || (brief.error.code !== '' && brief.error.message !== ''),
      },
    ],
  },
};

function hasReceipt({ outcome, headline, table, tier, reading, sql }: Analysis): boolean {
  const givesFigures = outcome === 'answered' && (headline !== null || table !== null);
  return !givesFigures || (tier !== null && reading !== null && sql.length > 0);
}

function isUncontradicted({ outcome, checks }: Analysis): boolean {
  return outcome !== 'answered' || checks.every(({ level }) => level !== 'fail');
}

function hasOptions({ outcome, clarification }: Analysis): boolean {
  return outcome !== 'clarification' || (clarification !== null && clarification.options.length > 0);
}

function hasCode({ outcome, failure }: Analysis): boolean {
  return outcome !== 'failed' || (failure !== null && failure.code !== '');
}

function firstBreach<Kind extends HandoffKind>(
  checks: ChecksOfKind<Kind>,
  phase: Phase,
  handoff: HandoffOf<Kind>,
  turn: Turn,
): string | null {
  return checks[phase].find((check) => !check.holds(handoff, turn))?.name ?? null;
}

function breachOf(phase: Phase, handoff: Handoff, turn: Turn): string | null {
  switch (handoff.kind) {
    case 'turn.asked':
      return firstBreach(HANDOFF_CHECKS['turn.asked'], phase, handoff, turn);
    case 'analysis.requested':
      return firstBreach(HANDOFF_CHECKS['analysis.requested'], phase, handoff, turn);
    case 'analysis.completed':
      return firstBreach(HANDOFF_CHECKS['analysis.completed'], phase, handoff, turn);
    case 'tool.called':
      return firstBreach(HANDOFF_CHECKS['tool.called'], phase, handoff, turn);
    case 'tool.answered':
      return firstBreach(HANDOFF_CHECKS['tool.answered'], phase, handoff, turn);
  }
}

/** @throws AppError `check_failed` that names the first check which does not hold. */
export function requireToHold(phase: Phase, handoff: Handoff, turn: Turn): void {
  const breach = breachOf(phase, handoff, turn);
  if (breach === null) return;
  throw new AppError('check_failed', `A check of ours failed (${handoff.kind}: ${breach}), so no figure is given.`, {
    details: { check: breach, kind: handoff.kind, phase },
  });
}

/** The names of what is checked of a kind. */
export function checkNames(kind: HandoffKind, phase: Phase): readonly string[] {
  return HANDOFF_CHECKS[kind][phase].map(({ name }) => name);
}
