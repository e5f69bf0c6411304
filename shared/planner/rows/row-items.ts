import { annotateQuestion, type Span } from '../annotate-question.ts';
import { coverQuestion } from '../cover-question.ts';
import type { PlannerIndex } from '../planner-index.ts';
import { type QuestionToken, tokenizeQuestion } from '../question-token.ts';
import type { Item } from '../sense.ts';
import { LONGEST_ROW_PHRASE, ROW_PHRASES } from './row-words.ts';

function* rowSpans(tokens: readonly QuestionToken[]): Generator<Span> {
  for (const from of tokens.keys()) {
    const limit = Math.min(tokens.length, from + LONGEST_ROW_PHRASE);
    for (let to = from + 1; to <= limit; to += 1) {
      if (tokens[to - 1]?.isQuoted === true) break;
      const text = tokens
        .slice(from, to)
        .map((token) => token.text)
        .join(' ');
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

/** The question cut into items, with the words that choose rows among their senses. */
export function rowItems(text: string, index: PlannerIndex): readonly Item[] {
  const tokens = tokenizeQuestion(text);
  const holidays = index.view.model.calendar.holidays.map(({ name }) => name);
  const spans = annotateQuestion(text, tokens, index, holidays);
  return coverQuestion(text, tokens, merge([...spans, ...rowSpans(tokens)]));
}
