import { readNaming } from './read-naming.ts';
import { plainTurn } from './turn-commands.ts';

/** A turn that goes on from the one before, without the words that only say so. */
export interface FollowUp {
  /** What it says, without the markers. */
  readonly text: string;
  /** It says by itself that it goes on: "and", "what about", "only", "instead" … */
  readonly isMarked: boolean;
  /** All that marks it are verbs that open whole questions too: "split revenue by region in 2025". */
  readonly isOpenedByVerb: boolean;
  /** It points at what was shown: "they", "those customers", "that". */
  readonly isPointing: boolean;
  /** What it names comes on top of what there is: "also", "add". */
  readonly isAdding: boolean;
  /** More of the same is asked for: "add Spain", "include wholesale". */
  readonly isJoining: boolean;
  /** What it names takes the place of what there is: "instead", "same for". */
  readonly isReplacing: boolean;
  /** What it names goes: "drop", "remove", "without the … filter". */
  readonly isRemoving: boolean;
}

const OPENERS =
  /^(and also|and then|and|also|then|but|so|or|what about|how about|how does it look|what if|now|only|just|the same for|the same|same for|same but|same|again for|again|instead|i meant|no,? i meant|no|make (it|that|this)|change (it|that|this)? ?to|switch (it|that|this)? ?to|zoom (in)?( ?to| on)?|drill (down )?(in)?(to)?|(show|give|tell)( me)?( only| just)?|limit (it|that|this|them)? ?to|restrict (it|that|this|them)? ?to|(split|break|cut|group|slice)( (it|that|this|them))?( (down|up|out))?|do (it|that|this)|use|with|add|include|plus|drop|remove|delete|lose|leave out|take out|exclude|excluding|without|all|compare( (it|that|this|them))?( (with|to))?)(?=[ ,:])[ ,:]*/;
const CLOSERS = /[ ,]*\b(instead|too|as well|again|only|alone|now|as before)$/;
const POINTERS =
  /\b(they|them|their|those|these|that|it|he|she|his|her)\b( (customers|clients|products|items|stores|shops|regions|countries|orders|ones|results|people))?/g;
const REMOVING = /^(drop|remove|delete|lose|leave out|take out|no|without|exclude|excluding)$/;
const ADDING = /^(also|and also|add|include|plus|with)$/;
const JOINING = /^(add|include|plus)$/;
const REPLACING = /^(same|instead|i meant|no,? i meant|change|switch|use)/;

/** Openers that stay, since the planner reads them: they say what is done to what follows. */
const SPEAKING = /^(without|exclude|excluding|compare)/;
/** Openers that open fresh questions just as well. */
const NEUTRAL = /^(show|give|tell|now|with|use|all|no|compare)/;

const VERBS =
  /^(?:split|break|cut|group|slice|compare|show|give|tell|limit|restrict|use|do|so|then|now)(?: down| up| out| me)*$/;

const SOFT_OPENERS =
  /^(?:(?:so|now|then|next|ok(?:ay)?|well|alright|right|great|thanks)\b[,.!]? )+(?=(?:please )?(?:what|how|which|who|where|when|show|give|tell|list|compare|break|split|find|is|are|do|does|did|can|could)\b)/i;

/** A question without words that only lead over to it, such as "so" and "now" before a verb. */
export function withoutSoftOpeners(question: string): string {
  return question.trim().replace(SOFT_OPENERS, '');
}

/** Takes the markers off a turn, and says what they said. */
export function readFollowUp(question: string): FollowUp {
  let text = plainTurn(question);
  const openers: string[] = [];
  for (let match = OPENERS.exec(text); match !== null; match = OPENERS.exec(text)) {
    const opener = match[1] ?? '';
    openers.push(opener);
    if (SPEAKING.test(opener)) break;
    text = text.slice(match[0].length);
  }
  const closers: string[] = [];
  for (let match = CLOSERS.exec(text); match !== null; match = CLOSERS.exec(text)) {
    closers.push(match[1] ?? '');
    text = text.slice(0, match.index);
  }
  const said = [...openers, ...closers];
  return {
    text: text.trim(),
    isMarked: said.some((marker) => !NEUTRAL.test(marker)),
    isOpenedByVerb: said.length > 0 && said.every((marker) => VERBS.test(marker)),
    isPointing: plainTurn(question).search(POINTERS) >= 0,
    isAdding: said.some((marker) => ADDING.test(marker) || marker === 'too' || marker === 'as well'),
    isJoining: said.some((marker) => JOINING.test(marker)),
    isReplacing: said.some((marker) => REPLACING.test(marker)),
    isRemoving: openers.some((marker) => REMOVING.test(marker)),
  };
}

/** The text with "orders" for "those orders". */
export function withoutDemonstratives(text: string): string {
  return text
    .replaceAll(/\b(?:those|these|that|this)(?= \p{L})/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The text without the words that point at what was shown. */
export function withoutPointers(text: string): string {
  return text.replaceAll(POINTERS, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** Whether a question cannot be read without the one before it. */
export function leansOnContext(question: string): boolean {
  const { isMarked, isPointing } = readFollowUp(question);
  return isMarked || isPointing || readNaming(question) !== null;
}
