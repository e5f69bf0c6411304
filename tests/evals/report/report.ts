import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrationError, calibrationSteps } from './calibration-error.ts';
import { accuracyCurve, coverageAt, wilsonInterval } from './curve.ts';
import { drawCurve } from './draw-curve.ts';
import { readScoredPredictions, type ScoredPrediction } from './scored-predictions.ts';

const USAGE = `Usage: npm run eval -- report --predictions predictions.jsonl --verdicts verdicts.jsonl
  --title TEXT      what the figures are of
  --picture FILE    writes the accuracy-coverage curve as SVG`;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function isAnswered({ sql }: ScoredPrediction): boolean {
  return sql !== null;
}

function printTotals(scored: readonly ScoredPrediction[]): void {
  const answered = scored.filter(isAnswered);
  const right = answered.filter(({ isRight }) => isRight).length;
  const wrong = answered.length - right;
  const [low, high] = wilsonInterval(right, answered.length);
  console.log(
    `questions ${scored.length}, answered ${answered.length}: coverage ${percent(answered.length / scored.length)}`,
  );
  console.log(
    `right when answered ${percent(right / answered.length)} (95 % interval ${percent(low)} to ${percent(high)})`,
  );
  console.log(`silent errors ${percent(wrong / scored.length)} of all questions`);
  console.log(`reliability, right minus wrong: ${percent((right - wrong) / scored.length)}`);
}

function printCalibration(answered: readonly ScoredPrediction[]): void {
  console.log('calibration: confidence said, right, answers');
  for (const { said, right, answers } of calibrationSteps(answered)) {
    console.log(`  ${percent(said).padStart(7)}  ${percent(right).padStart(7)}  ${answers}`);
  }
  console.log(`expected calibration error ${percent(calibrationError(answered))}`);
}

function printKinds(answered: readonly ScoredPrediction[]): void {
  console.log('by kind of plan: answers, right');
  for (const [kind, own] of [...Map.groupBy(answered, (one) => one.kind)].sort(
    ([, left], [, right]) => right.length - left.length,
  )) {
    const right = own.filter(({ isRight }) => isRight).length;
    console.log(`  ${kind.padEnd(26)} ${String(own.length).padStart(5)}  ${percent(right / own.length)}`);
  }
}

function printLatency(scored: readonly ScoredPrediction[]): void {
  const times = scored.map(({ ms }) => ms).sort((left, right) => left - right);
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(2);
  console.log(`planning: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}

/** Prints what scored predictions show, and draws the curve. */
export async function report(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      predictions: { type: 'string' },
      verdicts: { type: 'string' },
      title: { type: 'string' },
      picture: { type: 'string' },
    },
  });
  if (values.predictions === undefined || values.verdicts === undefined) {
    console.error(USAGE);
    return 2;
  }
  const scored = readScoredPredictions(values.predictions, values.verdicts);
  const answered = scored.filter(isAnswered);
  const points = accuracyCurve(answered, scored.length);
  printTotals(scored);
  for (const accuracy of [0.99, 0.95, 0.9, 0.85, 0.8]) {
    const point = coverageAt(points, accuracy);
    console.log(`coverage at ${percent(accuracy)} accuracy: ${point === null ? 'never' : percent(point.coverage)}`);
  }
  printCalibration(answered);
  printKinds(answered);
  printLatency(scored);
  if (values.picture !== undefined)
    writeFileSync(values.picture, drawCurve(values.title ?? 'Accuracy and coverage', points));
  return 0;
}
