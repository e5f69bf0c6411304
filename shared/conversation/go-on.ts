import type { PlannerContext, Planning } from '#shared/planner/plan-question.ts';
import { wordKey } from '#shared/planner/word-key.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { isAboutThings } from './shown-things.ts';
import { plainTurn } from './turn-commands.ts';

/**
 * How often edits of what is shown were right over drafts, as a share of what the same words alone claim: from the
 * follow-ups of public question sets, see docs/planner.md.
 */
export const TRUST_IN_DRAFT_EDIT = 0.6;
/** The same for a question of its own that follows another one, from which it may go on unmarked. */
const TRUST_AFTER = 0.8;

function isWhole({ where, having, order, limit }: Plan): boolean {
  return where === null && having === null && order.length === 0 && limit === null;
}

/** From here on a word names a kind of thing. */
const SURE = 0.8;

/** "What is the country?" after some members: names no thing of its own, so it is that of those members. */
export function goesOn(
  question: string,
  fresh: Planning,
  before: Plan | undefined,
  { index }: PlannerContext,
): boolean {
  const isOpen = fresh.outcome === 'planned' && isAboutThings(fresh.plan) && isWhole(fresh.plan);
  if (!isOpen || before === undefined || !isAboutThings(before) || isWhole(before)) return false;
  const keys = plainTurn(question)
    .split(/[^\p{L}]+/u)
    .map(wordKey);
  const phrases = keys.flatMap((key, at) => [key, keys.slice(at, at + 2).join(' '), keys.slice(at, at + 3).join(' ')]);
  return !phrases.some((key) =>
    index.entities.senses(key).some(({ kind, weight }) => kind === 'table' && weight >= SURE),
  );
}

/** A question of its own may yet go on from the one before, which a draft says too little of to tell. */
export function doubtDraft(fresh: Planning, before: Plan | undefined, { index }: PlannerContext): Planning {
  if (fresh.outcome !== 'planned' || before === undefined || !index.view.model.isDraft) return fresh;
  return { ...fresh, confidence: fresh.confidence * TRUST_AFTER };
}
