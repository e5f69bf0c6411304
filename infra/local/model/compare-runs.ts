import { figuresOf, type Rate } from '../golden/golden-figures.ts';
import type { GoldenRun } from '../golden/run-golden.ts';

/** What a change does to the golden questions and their other wordings: which get better and which worse. */
export function compareRuns(
  before: GoldenRun,
  after: GoldenRun,
): { readonly better: readonly string[]; readonly worse: readonly string[] } {
  const outcomes = outcomesOf(before);
  const changed = [...outcomesOf(after)].filter(([id, outcome]) => outcomes.get(id) !== outcome);
  return {
    better: changed.filter(([, outcome]) => GOOD.has(outcome)).map(([id]) => id),
    worse: changed
      .filter(([id, outcome]) => outcome === 'wrong' || (GOOD.has(outcomes.get(id) ?? '') && !GOOD.has(outcome)))
      .map(([id]) => id),
  };
}

const GOOD: ReadonlySet<string> = new Set(['right', 'same', 'other-right']);

function outcomesOf({ verdicts, paraphrases }: GoldenRun): ReadonlyMap<string, string> {
  return new Map([
    ...verdicts.map(({ id, outcome }): [string, string] => [id, outcome]),
    ...paraphrases.map(({ id, ask, outcome }): [string, string] => [`${id} (“${ask}”)`, outcome]),
  ]);
}

/** The figures of a golden set before and after a change, one a line. */
export function formatComparison(before: GoldenRun, after: GoldenRun): string {
  const [was, is] = [figuresOf(before), figuresOf(after)];
  return [
    line('right when answered', was.accuracy, is.accuracy),
    line('answered of the answerable', was.coverage, is.coverage),
    line('unanswerable turned down', was.abstention, is.abstention),
    line('other wordings, same plan', was.paraphrases, is.paraphrases),
    line('other wordings, wrong', was.wrongParaphrases, is.wrongParaphrases),
  ].join('\n');
}

function line(title: string, before: Rate, after: Rate): string {
  return `  ${title.padEnd(27)} ${share(before)} → ${share(after)}`;
}

function share({ hits, of, rate }: Rate): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} % (${String(hits)} of ${String(of)})`;
}
