import type { GoldenRun, Verdict } from './run-golden.ts';

/** A fraction with its count and 95 % interval, each 0 to 1; all are null when there was nothing to count. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Wilson's score interval (Wilson 1927, eq. 4 in Brown, Cai, DasGupta 2001), z = 1.96. */
export function rateOf(hits: number, of: number): Rate {
  if (of === 0) return { hits, of, rate: null, low: null, high: null };
  const z = 1.959964;
  const [share, square] = [hits / of, (z * z) / of];
  const centre = (share + square / 2) / (1 + square);
  const reach = (z * Math.sqrt((share * (1 - share)) / of + square / (4 * of))) / (1 + square);
  return { hits, of, rate: share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

export interface GoldenFigures {
  /** Right among the answers to what has an answer. */
  readonly accuracy: Rate;
  /** Answered among what has an answer. */
  readonly coverage: Rate;
  /** Refused or asked back among what has none. */
  readonly abstention: Rate;
  /** Other wordings read as the same plan. */
  readonly paraphrases: Rate;
  /** Other wordings answered wrongly. */
  readonly wrongParaphrases: Rate;
  /** Median and 95th percentile of reading a question, milliseconds; null without questions. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

function count(list: readonly Verdict[], outcome: Verdict['outcome']): number {
  return list.filter((one) => one.outcome === outcome).length;
}

/** The figures of a run, or of a part of it. */
export function figuresOf({ verdicts, paraphrases }: GoldenRun): GoldenFigures {
  const answerable = verdicts.filter(({ isAnswerable }) => isAnswerable);
  const unanswerable = verdicts.filter(({ isAnswerable }) => !isAnswerable);
  const answered = answerable.filter(({ outcome }) => outcome !== 'abstained');
  const wordings = (outcome: string) => paraphrases.filter((one) => one.outcome === outcome).length;
  const times = verdicts.map(({ reply }) => reply.ms);
  return {
    accuracy: rateOf(count(answered, 'right'), answered.length),
    coverage: rateOf(answered.length, answerable.length),
    abstention: rateOf(count(unanswerable, 'right'), unanswerable.length),
    paraphrases: rateOf(wordings('same'), paraphrases.length),
    wrongParaphrases: rateOf(wordings('wrong'), paraphrases.length),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}
