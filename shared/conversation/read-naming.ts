import { MAX_NAME_LENGTH, type NamedResult } from '#shared/schemas/named-result.ts';

/** What a message says about the names of results. */
export type Naming =
  /** Gives the result a name; `rest` is the question whose result is meant, empty for the one that is shown. */
  | { readonly kind: 'name'; readonly name: string; readonly rest: string }
  | { readonly kind: 'forget'; readonly name: string }
  | { readonly kind: 'list' };

const RESULT = '(?:result|list|table|answer|chart|figures?|numbers?|one|group|set|selection|\\p{L}+s)';
const SHOWN = `(?:it|them|(?:this|that|these|those|the)(?: ${RESULT})?)`;
const CALL = `(?:call|name|label) ${SHOWN}(?: as)?`;
const SAVE = `(?:save|store|keep|remember) (?:${SHOWN} )?(?:as|under(?: the name)?)`;
const NAME = String.raw`["“”'‘]?(?<name>[^"“”]+?)["“”'’]?`;
const LEAD = "(?:please |can you |could you |let's |ok,? |and |now |then )*";
const WHOLE = new RegExp(`^${LEAD}(?:${CALL}|${SAVE}):? ${NAME}$`, 'iu');
const AFTER = new RegExp(`^(?<rest>.+?)(?:,|;|\\.| and| then)+ ${LEAD}(?:${CALL}|${SAVE}):? ${NAME}$`, 'iu');
const LIST =
  /^(?:(?:what|which) (?:results |lists |names )?(?:(?:have i|did i) (?:named?|saved?|called|kept)|do i have names for)(?: so far)?|(?:list|show)(?: me)? (?:all )?(?:my |the )?(?:saved|named|kept) (?:results|lists|tables|answers|names))$/iu;
const FORGET =
  /^(?:please )?(?:forget|delete|remove|drop|unname) (?:the |my )?(?:name |result |saved result )?(?<name>.+)$/iu;
/** "Show revenue and keep it as a table" is no name. */
const NO_NAME =
  /^(?:an? |the )?(?:(?:bar|line|column) ?(?:chart|graph)|table|chart|graph|is|before|it|this|that|well|follows)$/iu;

function tidy(message: string): string {
  return message
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .replace(/[ ?!.…]+$/, '')
    .replace(/,? please$/i, '')
    .trim();
}

/** The name as results are told apart by. */
export function nameKey(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Reads what a message says about the names of results; null when it says nothing. */
export function readNaming(message: string, named: readonly NamedResult[] = []): Naming | null {
  const text = tidy(message);
  if (LIST.test(text)) return { kind: 'list' };
  return readName(text) ?? readForgetting(text, named);
}

function readName(text: string): Naming | null {
  const { name, rest = '' } = (WHOLE.exec(text) ?? AFTER.exec(text))?.groups ?? {};
  if (name === undefined || NO_NAME.test(name.trim())) return null;
  return { kind: 'name', name: name.trim(), rest: rest.trim() };
}

/** Only a name that is known can be forgotten: "drop channel" is about the result. */
function readForgetting(text: string, named: readonly NamedResult[]): Naming | null {
  const name = FORGET.exec(text)?.groups?.['name'];
  const known = named.find((one) => nameKey(one.name) === nameKey(name ?? ''));
  return known === undefined ? null : { kind: 'forget', name: known.name };
}

const MOST_WORDS = 5;

/** Why a name cannot be given, apart from what it may mean already; null when it can. */
export function objectToForm(name: string): string | null {
  const isShort = name.length <= MAX_NAME_LENGTH && name.split(' ').length <= MOST_WORDS;
  if (!isShort) return `A name may have at most ${String(MOST_WORDS)} words and ${String(MAX_NAME_LENGTH)} characters.`;
  return /\p{L}{2}/u.test(name) ? null : 'A name needs letters.';
}

/** A message that speaks of a named result. */
export interface Mention {
  readonly named: NamedResult;
  /** The message without the name; empty when it says nothing else. */
  readonly rest: string;
  /** The message with a pronoun in the place of the name. */
  readonly pointing: string;
}

const WORD_CHARACTERS = String.raw`[\p{L}\p{N}_]`;
const SHOW_AGAIN =
  /^(?:(?:please |can you |could you )?(?:show|open|give|display|list|repeat|rerun|run|get|what is|what's|what was|what about)(?: me)?(?: again)?|again|(?:who|what) (?:is|are|was|were) (?:in|on))?$/iu;

/** Finds the name of a result in a message, the longest first; null when it has none. */
export function findMention(message: string, named: readonly NamedResult[]): Mention | null {
  const text = tidy(message);
  for (const one of named.toSorted((left, right) => right.name.length - left.name.length)) {
    const name = nameKey(one.name).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const pattern = new RegExp(
      String.raw`(?<!${WORD_CHARACTERS})(?:(?:the|my|our) )?["“']?${name}["”']?(?!${WORD_CHARACTERS})`,
      'iu',
    );
    if (!pattern.test(text)) continue;
    const rest = text
      .replace(pattern, ' ')
      .replaceAll(/\s+/g, ' ')
      .replace(/ again$/i, '')
      .trim();
    return { named: one, rest: SHOW_AGAIN.test(rest) ? '' : rest, pointing: text.replace(pattern, 'those') };
  }
  return null;
}
