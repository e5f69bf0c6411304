import { parseArgs } from 'node:util';
import { calibrationError } from '../report/calibration-error.ts';
import { accuracyCurve, coverageAt } from '../report/curve.ts';
import { readScoredPredictions, type ScoredPrediction } from '../report/scored-predictions.ts';
import { type Example, fitBias, fitLogistic, probability } from './fit-logistic.ts';

const USAGE = `Usage: npm run eval -- calibrate --predictions predictions.jsonl --verdicts verdicts.jsonl
  Fits the weights of the confidence and prints them, with the curve of a cross-validation over databases.
  --penalty N   strength of the L2 penalty, default 0.003
  --only A,B    only these features
  --unseen A,B  databases that no rule was written for: the bias is then theirs`;

interface Labelled extends Example {
  readonly db: string;
}

function toExample(names: readonly string[], { features, isRight, db }: ScoredPrediction): readonly Labelled[] {
  return features === null ? [] : [{ features: names.map((name) => features[name] ?? 0), isRight, db }];
}

/** Confidence of each example from a model that never saw its database. */
function crossValidate(examples: readonly Labelled[], penalty: number) {
  return [...Map.groupBy(examples, ({ db }) => db)].flatMap(([database, held]) => {
    const model = fitLogistic(
      examples.filter(({ db }) => db !== database),
      penalty,
    );
    return held.map(({ features, isRight }) => ({ confidence: probability(model, features), isRight }));
  });
}

/** Mean squared difference between confidence and truth; 0 is best. */
function brierScore(answers: readonly { readonly confidence: number; readonly isRight: boolean }[]): number {
  const errors = answers.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2);
  return errors.reduce((sum, error) => sum + error, 0) / answers.length;
}

/** Fits the confidence to scored predictions. */
export async function calibrate(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      predictions: { type: 'string' },
      verdicts: { type: 'string' },
      penalty: { type: 'string' },
      only: { type: 'string' },
      unseen: { type: 'string' },
    },
  });
  if (values.predictions === undefined || values.verdicts === undefined) {
    console.error(USAGE);
    return 2;
  }
  const penalty = Number(values.penalty ?? 0.003);
  const scored = readScoredPredictions(values.predictions, values.verdicts);
  const named = values.only?.split(',') ?? [];
  const all = Object.keys(scored.find(({ features }) => features !== null)?.features ?? {});
  const names = named.length > 0 ? named : all;
  const examples = scored.flatMap((one) => toExample(names, one));
  const held = crossValidate(examples, penalty);
  const points = accuracyCurve(held, scored.length);
  for (const accuracy of [0.99, 0.95, 0.9, 0.85, 0.8]) {
    const point = coverageAt(points, accuracy);
    const found =
      point === null ? 'never' : `${(100 * point.coverage).toFixed(1)} % (confidence ${point.confidence.toFixed(3)})`;
    console.log(`held-out databases: coverage at ${100 * accuracy} % accuracy ${found}`);
  }
  console.log(`held-out databases: Brier score ${brierScore(held).toFixed(4)} over ${held.length} answers`);
  console.log(`held-out databases: calibration error ${(100 * calibrationError(held)).toFixed(1)} %`);
  const { bias, weights } = fitLogistic(examples, penalty);
  console.log(`bias: ${bias.toFixed(2)}`);
  const unseen = new Set(values.unseen?.split(','));
  const kept = examples.filter(({ db }) => unseen.has(db));
  if (kept.length > 0) console.log(`bias of the unseen databases: ${fitBias(kept, weights).toFixed(2)}`);
  for (const [index, name] of names.entries()) console.log(`${name}: ${(weights[index] ?? 0).toFixed(2)},`);
  return 0;
}
