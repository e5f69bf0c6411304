import type { Span } from './annotate-question.ts';
import { isEverydayWord } from './filler-words.ts';
import type { QuestionToken } from './question-token.ts';
import type { Item, Sense } from './sense.ts';
import { isPlural } from './word-key.ts';

/** How much a sense speaks for a span: periods before names of the model, those before operators, all before fillers. */
const SENSE_WEIGHTS: Readonly<Record<Sense['kind'], number>> = {
  period: 0.9,
  metric: 0.8,
  dimension: 0.8,
  value: 0.8,
  time: 0.8,
  fact: 0.8,
  filter: 0.8,
  lift: 0.8,
  table: 0.8,
  operator: 0.6,
  row: 0.6,
  grain: 0.6,
  part: 0.6,
  number: 0.6,
  label: 0.15,
  deed: 0.2,
  filler: 0.1,
};
const FUZZY_WEIGHT = 0.3;

function senseWeight(sense: Sense): number {
  return 'method' in sense && sense.method === 'fuzzy' ? FUZZY_WEIGHT : SENSE_WEIGHTS[sense.kind];
}

/**
 * Longer spans are better than more spans: weight grows with the square of the length. A span that starts with an
 * everyday word gives way to one that does not: "in | store region" before "in store | region".
 */
function spanWeight({ from, to, senses }: Span, first: QuestionToken | undefined): number {
  const length = to - from;
  const isFiller = senses.every((sense) => sense.kind === 'filler');
  const isLoose = length > 1 && first !== undefined && isEverydayWord(first.key);
  const base = isFiller ? length : length * length - (isLoose ? 1 : 0);
  return 10 * base + Math.max(...senses.map(senseWeight));
}

/** Skipping a token is worse than any way to explain it. */
const SKIP_PENALTY = 50;

interface Step {
  readonly score: number;
  readonly span: Span | null;
}

/** In "revenue per customer segment" the segment is what comes after "per", and the figure is no "revenue per customer". */
function breaksName({ from, to }: Span, tokens: readonly QuestionToken[], spans: readonly Span[]): boolean {
  const before = tokens[to - 2]?.text;
  if (to - from < 3 || (before !== 'per' && before !== 'by')) return false;
  return spans.some(
    (other) => other.from === to - 1 && other.to === to + 1 && other.senses.some(({ kind }) => kind === 'dimension'),
  );
}

/** Chooses the spans that together explain most of the question, and makes each an item; unknown words become items too. */
export function coverQuestion(text: string, tokens: readonly QuestionToken[], spans: readonly Span[]): readonly Item[] {
  const endingAt = Map.groupBy(
    spans.filter((span) => !breaksName(span, tokens, spans)),
    (span) => span.to,
  );
  const best: Step[] = [{ score: 0, span: null }];
  for (let to = 1; to <= tokens.length; to += 1) {
    let step: Step = { score: (best[to - 1]?.score ?? 0) - SKIP_PENALTY, span: null };
    for (const span of endingAt.get(to) ?? []) {
      const score = (best[span.from]?.score ?? -Infinity) + spanWeight(span, tokens[span.from]);
      if (score > step.score) step = { score, span };
    }
    best.push(step);
  }
  return traceBack(text, tokens, best);
}

function toItem(text: string, tokens: readonly QuestionToken[], { from, to, senses }: Span): Item {
  const first = tokens[from];
  const last = tokens[to - 1];
  const [start, end] = [first?.start ?? 0, last?.end ?? 0];
  return {
    heard: text.slice(start, end),
    start,
    end,
    isPlural: isPlural(last?.text ?? ''),
    isQuoted: first?.isQuoted === true,
    senses,
  };
}

function traceBack(text: string, tokens: readonly QuestionToken[], best: readonly Step[]): readonly Item[] {
  const items: Item[] = [];
  let to = tokens.length;
  while (to > 0) {
    const span = best[to]?.span ?? { from: to - 1, to, senses: [] };
    items.push(toItem(text, tokens, span));
    to = span.from;
  }
  return items.reverse();
}
