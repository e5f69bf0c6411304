import { PLAIN_PRESENTATION, type Presentation, type View } from '#shared/schemas/presentation.ts';
import { readDisplay } from './read-display.ts';

/** What a turn asks for that is not a question about the data. */
export type TurnCommand =
  | { readonly kind: 'undo' }
  /** Back to the first question since the conversation was last begun anew. */
  | { readonly kind: 'first' }
  | { readonly kind: 'reset'; readonly rest: string }
  /** How what is shown is to be shown instead; `currency` is the one it is wanted in, or null. */
  | { readonly kind: 'view'; readonly wish: Presentation; readonly currency: string | null }
  | { readonly kind: 'why' };

/** Lower case, single spaces, without politeness and closing signs. */
export function plainTurn(question: string): string {
  return question
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[?!.…]+$/g, '')
    .replaceAll(/^(please|ok|okay|hmm|now)[, ]+|^well,[, ]*|^(thanks|thank you|great|good)[,!.]+ |,? ?please$/g, '')
    .trim();
}

const RESULT = '(?:question|results?|answer|one|list|table|figures?|view|query|step)';
const UNDO = new RegExp(
  String.raw`^(?:(?:please |let's |can we )?(?:go|step|take me|move) back(?: (?:a|one) step)?|undo(?: (?:that|this|it|the last (?:step|change|one)))?|back|one step back|revert(?: (?:that|this|it))?|(?:(?:go |take me )?back to |show (?:me )?)?(?:the )?(?:previous|prior|last|earlier)(?: ${RESULT})(?: again)?|(?:go |take me )?back to (?:the |that )?(?:list|table|overview|before)|as (?:it was )?before|what (?:we|i) had before)$`,
);
const FIRST = new RegExp(
  String.raw`^(?:(?:(?:go|take me|let's go) )?(?:back )?to |show (?:me )?|repeat )?(?:the |my |our )?(?:very )?(?:first|original|initial) (?:question|result|answer|query|view)(?: again)?$|^(?:(?:go|take me|let's go) )?back to (?:the )?(?:very )?(?:start|beginning|original|first(?: one)?)$|^the (?:first|original) one again$`,
);
const RESET =
  /^(start over|start again|reset|new question|forget (that|it|all that|everything)|clear)\b[:,.]?\s*(?<rest>.*)$/;
const VIEW =
  /^((show|draw|plot|display|make|give)( me)?( it| that| this| them)?( in| to)?)?\s*(as|in|into)?\s*(an? )?(?<view>(bar|column|line|pie) ?(chart|graph)|chart|graph|plot|table|bars|lines)$/;
const WHY =
  /^(and )?(but )?(why|how come|what('s| is) (the reason|behind (it|that))|what happened|what caused (it|that))( is| was)?( that| this| it)?( so)?$/;

/** Recognises what a turn says about the conversation itself; null for everything else. */
export function readCommand(question: string): TurnCommand | null {
  const text = plainTurn(question);
  if (FIRST.test(text)) return { kind: 'first' };
  if (UNDO.test(text)) return { kind: 'undo' };
  if (WHY.test(text)) return { kind: 'why' };
  const reset = RESET.exec(text);
  if (reset !== null) return { kind: 'reset', rest: restOf(question, reset.groups?.['rest'] ?? '') };
  return readViewCommand(question, text);
}

/** A turn that only says how what is shown is to be shown. */
function readViewCommand(question: string, text: string): TurnCommand | null {
  const view = VIEW.exec(text)?.groups?.['view'];
  if (view !== undefined) return { kind: 'view', wish: { ...PLAIN_PRESENTATION, view: viewOf(view) }, currency: null };
  const { rest, wish, currency } = readDisplay(question);
  const isAll = rest === '' && (wish !== null || currency !== null);
  return isAll ? { kind: 'view', wish: wish ?? PLAIN_PRESENTATION, currency } : null;
}

/** The rest as it was written, since values may be told apart by case. */
function restOf(question: string, rest: string): string {
  return rest === '' ? '' : question.trim().slice(-(rest.length + (/[?!.…]+$/.exec(question.trim())?.[0].length ?? 0)));
}

function viewOf(words: string): View {
  if (words.startsWith('line')) return 'line';
  return words === 'table' ? 'table' : 'bar';
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const ORDINAL = `(?<word>${ORDINALS.join('|')}|top|last|bottom)|(?<digits>\\d+)(st|nd|rd|th)|(number|no\\.?|#|row|option|line) ?(?<number>\\d+)`;
const REFERENCE = new RegExp(String.raw`\b(for |of |only |just )*(the )?(${ORDINAL})( (one|row|entry|option|item))?\b`);

/** A place in the list that was shown: 0 for the first, -1 for the last; with what else the turn says. */
export interface RowReference {
  readonly place: number;
  readonly rest: string;
}

/**
 * Finds "the second one", "number 3", "the last one". A bare ordinal counts only with "one" or as the whole turn, since
 * "the first quarter" and "the top 5" are no places in a list.
 */
export function readRowReference(question: string): RowReference | null {
  const text = plainTurn(question);
  const match = REFERENCE.exec(text);
  if (match === null) return null;
  const isWhole = match[0].length === text.length;
  const isPlain = /\b(one|row|entry|option|item)$/.test(match[0]) || match.groups?.['number'] !== undefined;
  if (!isWhole && !isPlain) return null;
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { place: placeOf(match.groups ?? {}), rest };
}

function placeOf({ word, digits, number }: Record<string, string | undefined>): number {
  if (word === 'last' || word === 'bottom') return -1;
  if (word === 'top') return 0;
  return word === undefined ? Number(digits ?? number) - 1 : ORDINALS.indexOf(word);
}
