import { plainTurn } from './turn-commands.ts';

/** What is said of the things that were shown, put into words of its own. */
export interface PointedBack {
  /** The question with a noun where it pointed back or left the noun out. */
  readonly text: string;
  /** The words that pointed back, as heard; null where a noun was only left out. */
  readonly pointer: string | null;
}

interface Rewriting {
  readonly pattern: RegExp;
  readonly to: (noun: string) => string;
}

/** Words after which "those" and "that" stand alone. */
const NO_NOUN =
  'who|that|which|whose|with|without|from|in|on|of|by|and|or|is|are|was|were|has|have|had|do|does|did|be|been|at|for|to|than|each|all|too|as|instead|please|can|made|produced|located|only';
const WORD = String.raw`[\p{L}_]+`;
/** Nouns that mean no more than a pronoun. */
const EMPTY_NOUN = 'ones?|things?|results?|rows?|records?|items?|entries|entry|list|table|people|persons?|guys?';
/** Words before which "that" or "it" is no pronoun for a thing: "the store that sells", "is it true". */
const POINTED_AT =
  'of|for|in|by|with|about|from|is|are|was|were|does|do|did|has|have|had|to|than|on|at|show|list|give|sort|order|arrange|rank|among|and|only|just|between|except';

/** "This month" is a date. */
const PERIOD = String.raw`(?:(?:past|last|fiscal|calendar|current|whole|entire) )?(?:year|quarter|month|week|day|half|hour|morning|evening|season|summer|winter|spring|autumn|fall|decade|century|time|h[12]|q[1-4]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)`;

/** Tried in this order; the first noun they put in stands for all. */
const REWRITINGS: readonly Rewriting[] = [
  { pattern: /\b(?<=which |what )ones?\b/giu, to: (noun) => noun },
  {
    pattern: new RegExp(
      String.raw`\b(?:the|those|these|this|that|each|all|any)(?: of)?(?: the)? (?:${EMPTY_NOUN})\b`,
      'giu',
    ),
    to: (noun) => noun,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:those|these|this(?! ${PERIOD}))(?: same| two| three| specific| particular)? (?!(?:${NO_NOUN})\b)(?=${WORD})`,
      'giu',
    ),
    to: () => '',
  },
  {
    pattern: new RegExp(String.raw`(?<=^|\b(?:${POINTED_AT}) )that (?!(?:${NO_NOUN})\b)(?=${WORD})`, 'giu'),
    to: () => '',
  },
  { pattern: new RegExp(String.raw`\b(?:those|these|this(?! ${PERIOD}))\b`, 'giu'), to: (noun) => noun },
  {
    pattern: new RegExp(String.raw`(?<=\b(?:${POINTED_AT}) )that(?=$| (?:${NO_NOUN})\b|[,;])`, 'giu'),
    to: (noun) => noun,
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\b(?:and|with|along with|by|plus|including|or)(?: all)? |, ?)\b(?:their|its|his|her)(?: own| respective| corresponding)?(?= ${WORD})`,
      'giu',
    ),
    to: (noun) => `${noun}'`,
  },
  // "The courses they teach" explains itself; "do they" points back.
  {
    pattern:
      /(?<=^|\b(?:do|does|did|are|were|have|had|can|could|will|would|is|was|has) )(?:they|he|she)(?: each| all)?\b/giu,
    to: (noun) => noun,
  },
  { pattern: /\b(?:them|him)(?: each| all)?\b/giu, to: (noun) => noun },
  {
    pattern: new RegExp(
      String.raw`(?<=\b(?:${POINTED_AT}) )it(?=$| (?:from|by|in|have|has|is|was|belong|cost|weigh)\b|[,;])`,
      'giu',
    ),
    to: (noun) => noun,
  },
];

/** Nouns that are left out: "how many are there", "which has the most", "for each". */
const GAPS: readonly Rewriting[] = [
  { pattern: /\bhow many (?=(?:are|were|is|have|has|had|of them|in|from)\b)/iu, to: (noun) => `how many ${noun} ` },
  {
    pattern:
      /^(?:which|who)(?= (?:has|have|had)\b)|^(?:which|what|who)(?= (?:is|are|was|were) the (?:(?:most|least) [\p{L}]+|[\p{L}]+est)$)/iu,
    to: (noun) => `which ${noun}`,
  },
  { pattern: /\b(?:for|of|per|in|by) each(?: one)?(?=$|[,?!.;])/iu, to: (noun) => `for each ${noun}` },
];

/** The first words of "X and their Y": the pronoun is explained by what stands before it. */
function pointerIn(text: string): string | null {
  for (const { pattern } of REWRITINGS) {
    const [found] = text.match(pattern) ?? [];
    if (found !== undefined) return found.trim();
  }
  return null;
}

/** The words of a question that point at something shown before; null when there are none. */
export function pointerOf(question: string): string | null {
  // "And their age?" opens with a marker; "names and their ages" explains itself.
  return pointerIn(plainTurn(question).replace(/^(?:(?:and|but|so|then|also|or)[, ]+)+/, ''));
}

/** Whether a question leaves out the noun it is about. */
export function leavesNounOut(question: string): boolean {
  const text = plainTurn(question);
  return GAPS.some(({ pattern }) => pattern.test(text));
}

function replaceAll(text: string, rewritings: readonly Rewriting[], noun: string): string {
  return rewritings.reduce((said, { pattern, to }) => said.replace(pattern, () => to(noun)), text);
}

/** Puts a noun in the place of all that points back; the same text, with a null pointer, where nothing does. */
export function pointBack(question: string, noun: string): PointedBack {
  const said = question
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .replace(/[?!.…]+$/, '')
    .trim();
  const pointer = pointerIn(said);
  const named = replaceAll(replaceAll(said, REWRITINGS, noun), GAPS, noun);
  const text = named
    .replaceAll(/(?<=\bhow many )of /giu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { text, pointer };
}
