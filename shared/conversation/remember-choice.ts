import { type PlannerContext, type Planning, planQuestion } from '#shared/planner/plan-question.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { MAX_HEARD_LENGTH, type RememberedChoice } from '#shared/schemas/remembered-choice.ts';
import { chooseOption } from './choose-option.ts';
import { plainTurn, readCommand } from './turn-commands.ts';

type Clarification = NonNullable<PastTurn['clarification']>;
type Option = Clarification['options'][number];

/** A reading, and the question that was not asked back because the person answered it before. */
export interface Settled {
  readonly planning: Planning;
  /** Null when nothing was settled from memory. */
  readonly settled: Clarification | null;
}

/** Words may be ambiguous in several places; each round settles one. */
const MOST_ROUNDS = 4;

/** The words as choices are kept by. */
export function choiceKey(heard: string): string {
  return heard.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function chosenBefore(planning: Planning, choices: readonly RememberedChoice[]): Option | null {
  if (planning.outcome !== 'ambiguous') return null;
  const choice = choices.find(({ heard }) => heard === choiceKey(planning.heard));
  return planning.options.find(({ label }) => label === choice?.label) ?? null;
}

/**
 * Settles a reading with several meanings as the person settled it before, and says so in the assumptions.
 *
 * Pure. What was picked is taken only where it is offered again and can be planned; else the question is asked back.
 */
export function settleChoice(asked: Planning, choices: readonly RememberedChoice[], context: PlannerContext): Settled {
  const said: string[] = [];
  let planning = asked;
  let settled: Clarification | null = null;
  for (let round = 0; round < MOST_ROUNDS && planning.outcome === 'ambiguous'; round += 1) {
    const { question, heard, options } = planning;
    const option = chosenBefore(planning, choices);
    if (option === null) break;
    settled = { question, heard, options: [...options] };
    said.push(`You chose “${option.label}” for “${heard}” before; say “ask me again” to choose anew.`);
    planning = planQuestion(option.question, context);
  }
  if (planning.outcome === 'refused' && settled !== null) return { planning: asked, settled: null };
  if (planning.outcome !== 'planned') return { planning, settled: null };
  return { planning: { ...planning, assumptions: [...said, ...planning.assumptions] }, settled };
}

const CORRECTION = /^(?:no,? |that's wrong,? |not that,? )*(?:i (?:meant|mean|want|wanted) )(?:the )?(?<label>.+)$/;
const INSTEAD = /^(?:no,? )?(?:the )?(?<label>.+) instead$/;

/** The option that an answer settled from memory is corrected to: "no, I meant store region". */
function correctedTo(message: string, options: readonly Option[]): Option | null {
  const text = plainTurn(message);
  const label = (CORRECTION.exec(text) ?? INSTEAD.exec(text))?.groups?.['label']?.replace(/ instead$/, '');
  return options.find((option) => plainTurn(option.label) === label) ?? null;
}

/** The option that a message picks: of what was just asked back, or in place of what was settled from memory. */
export function readChoice(message: string, last: PastTurn | undefined): Option | null {
  if (last === undefined || last.clarification === null || readCommand(message) !== null) return null;
  const { options } = last.clarification;
  return last.outcome === 'clarification' ? chooseOption(message, options) : correctedTo(message, options);
}

const ASK_AGAIN = /^(no,? )?(ask( me)?( that)? again|let me choose( again)?)( next time)?$/;
const FORGET_ALL = /^forget (all )?(of )?(my|what i) (choices|chose|answers|picked)( before)?$/;

/** Recognises the wish to be asked again: about the words of the answer before, or about all. */
export function readForgetting(message: string): 'last' | 'all' | null {
  const text = plainTurn(message);
  if (FORGET_ALL.test(text)) return 'all';
  return ASK_AGAIN.test(text) ? 'last' : null;
}

/** What a message says about choices, to be kept for the person; null when it says nothing. */
export function choiceNote(message: string, last: PastTurn | undefined, model: string): Note | null {
  const forgetting = readForgetting(message);
  if (forgetting === 'all') return { kind: 'forget', model, heard: null };
  const heard = choiceKey(last?.clarification?.heard ?? '');
  if (heard === '' || heard.length > MAX_HEARD_LENGTH) return null;
  if (forgetting === 'last') return { kind: 'forget', model, heard };
  const option = readChoice(message, last);
  return option === null ? null : { kind: 'choice', model, heard, label: option.label };
}
