import type { Planning, PlannerContext } from '#shared/planner/plan-question.ts';
import { wordKey } from '#shared/planner/word-key.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { leavesNounOut, pointerOf } from './point-back.ts';
import { isAboutThings } from './shown-things.ts';
import { plainTurn } from './turn-commands.ts';

/** Words that point at something of which nothing was found: no figure is better than that of something else. */
function unresolved(pointer: string): Planning {
  return {
    outcome: 'refused',
    reason: 'unknown-words',
    notUnderstood: [pointer],
    message: `I can’t tell what “${pointer}” stands for here. Say by name what is meant.`,
    suggestions: [],
  };
}

/** Words for whose something is; the others never mean what their own sentence names once something has been shown. */
const OWNER = /^(?:their|its|his|her)\b/;
/** Where nothing has been shown, all there is. */
const WHOLE = /^(?:the|this|that|these|those) (?:list|table|entries|entry|records?|results?|rows?)$/;

/** From here on a word names a table or a column by itself: "for each city its highest latitude". */
const SURE = 0.8;

/** Whether one of the words names a table or a column by itself. */
function namesSomething(said: string, { index }: PlannerContext): boolean {
  return said
    .split(/[^\p{L}]+/u)
    .some((word) =>
      index.entities.senses(wordKey(word)).some(({ kind, weight }) => kind !== 'value' && weight >= SURE),
    );
}

/** Where the pointer stands: the last time, since "that" and "it" do other things as well. */
function placeOf(pointer: string, said: string): number {
  const [last] = [...said.matchAll(new RegExp(String.raw`\b${pointer}\b`, 'gu'))].slice(-1);
  return last?.index ?? said.length;
}

/** Ends of clauses: a pronoun means what a clause before it names, not the object of its own. */
const CLAUSE_END = /[,.;?]|\b(?:and|that|which|who|whose|for)\b/;

/** What a question of its own says may explain "they" and "that member", where nothing has been shown. */
function isExplainedAlone(said: string, pointer: string, context: PlannerContext): boolean {
  const at = placeOf(pointer, said);
  const [before, after] = [said.slice(0, at), said.slice(at + pointer.length).trim()];
  // "The list of cities", "the entry name": what follows says which.
  if (WHOLE.test(pointer) || (pointer.startsWith('the ') && after !== '')) return true;
  if (pointer === 'one') return namesSomething(said, context);
  if (/^(?:that|those|these|this)$/.test(pointer)) {
    const [noun = ''] = /^\p{L}+/u.exec(after) ?? [];
    return noun !== '' && before.split(/[^\p{L}]+/u).some((word) => wordKey(word) === wordKey(noun));
  }
  const clauses = before.split(new RegExp(CLAUSE_END, 'g'));
  return namesSomething(clauses.slice(0, -1).join(' '), context);
}

/** "How many stores reached their target?": where nothing was shown that could be meant, a noun before explains it. */
function isExplained(question: string, pointer: string, before: Plan | undefined, context: PlannerContext): boolean {
  const said = plainTurn(question);
  if (before === undefined && isExplainedAlone(said, pointer, context)) return true;
  if (!OWNER.test(pointer) || (before !== undefined && isAboutThings(before))) return false;
  return namesSomething(said.slice(0, placeOf(pointer, said)), context);
}

/** Openings of what changes a result rather than asks for one. */
const PART = /^(?:also|only|just|in|from|with|without|for|by|those|ones|how about|add|include|remove|sort|order by)\b/;

/** The refusal of a part of a question that goes with nothing before it. */
export function lost(): Planning {
  return {
    outcome: 'refused',
    reason: 'unsupported',
    notUnderstood: [],
    message: 'I can’t tell what this changes in the result before. Ask it as a whole question.',
    suggestions: [],
  };
}

/**
 * The refusal of a turn that goes on from something of which nothing was found; null where it can be read by itself.
 *
 * A figure about something else than what was meant is worse than none.
 */
export function refuseUnresolved(
  question: string,
  fresh: Planning,
  before: Plan | undefined,
  context: PlannerContext,
): Planning | null {
  // What the planner says of unknown words tells more.
  if (fresh.outcome === 'refused' && fresh.notUnderstood.length > 0) return null;
  const pointer = pointerOf(question);
  if (pointer !== null) return isExplained(question, pointer, before, context) ? null : unresolved(pointer);
  const isPart = leavesNounOut(question) || PART.test(plainTurn(question));
  return before !== undefined && isAboutThings(before) && isPart ? lost() : null;
}
