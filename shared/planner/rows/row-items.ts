import { annotateQuestion, type Span } from '../annotate-question.ts';
import { coverQuestion } from '../cover-question.ts';
import type { PlannerIndex } from '../planner-index.ts';
import { type QuestionToken, tokenizeQuestion } from '../question-token.ts';
import type { Item, Sense } from '../sense.ts';
import { isPlural } from '../word-key.ts';
import { LONGEST_ROW_PHRASE, ROW_PHRASES } from './row-words.ts';

function* rowSpans(tokens: readonly QuestionToken[]): Generator<Span> {
  for (const from of tokens.keys()) {
    const limit = Math.min(tokens.length, from + LONGEST_ROW_PHRASE);
    for (let to = from + 1; to <= limit; to += 1) {
      if (tokens[to - 1]?.isQuoted === true) break;
      const text = textOf(tokens, from, to);
      const words = ROW_PHRASES.get(text) ?? [];
      if (words.length > 0) yield { from, to, senses: words.map((word) => ({ kind: 'row', word })) };
    }
  }
}

/** Senses of one stretch together, whichever vocabulary they come from. */
function merge(spans: readonly Span[]): readonly Span[] {
  const merged = new Map<string, Span>();
  for (const span of spans) {
    const place = `${span.from}:${span.to}`;
    const known = merged.get(place);
    merged.set(place, known === undefined ? span : { ...known, senses: [...known.senses, ...span.senses] });
  }
  return [...merged.values()];
}

const COUNTED = /^(?:number|count) of /;

function textOf(tokens: readonly QuestionToken[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map((token) => token.text)
    .join(' ');
}

function areAll(senses: Span['senses'], ...kinds: readonly Sense['kind'][]): boolean {
  return senses.length > 0 && senses.every(({ kind }) => kinds.includes(kind));
}

/**
 * "Number of parts" as the name of a figure hides the parts, "open orders" as the name of a state the orders, and
 * "promotions start" as the name of a date the promotions.
 */
function hidesNoun({ from, to, senses }: Span, tokens: readonly QuestionToken[], nouns: ReadonlySet<number>): boolean {
  if (to - from < 2) return false;
  if (senses.some(({ kind }) => kind === 'metric')) return COUNTED.test(textOf(tokens, from, to));
  if (areAll(senses, 'time', 'dimension', 'fact')) return nouns.has(from + 1) && isPlural(tokens[from]?.text ?? '');
  return areAll(senses, 'value') && nouns.has(to) && senses.every((one) => 'method' in one && one.method === 'synonym');
}

/** Where a noun of a table ends that is one word. */
function nounEnds(spans: readonly Span[]): ReadonlySet<number> {
  const nouns = spans.filter(({ from, to, senses }) => to - from === 1 && senses.some(({ kind }) => kind === 'table'));
  return new Set(nouns.map(({ to }) => to));
}

/** The question cut into items, with the words that choose rows among their senses. */
export function rowItems(text: string, index: PlannerIndex): readonly Item[] {
  const tokens = tokenizeQuestion(text);
  const holidays = index.view.model.calendar.holidays.map(({ name }) => name);
  const spans = annotateQuestion(text, tokens, index, holidays);
  const nouns = nounEnds(spans);
  const open = spans.filter((span) => !hidesNoun(span, tokens, nouns));
  return coverQuestion(text, tokens, merge([...open, ...rowSpans(tokens)]));
}
