import type { Metric } from '#shared/semantic/semantic-model.ts';
import type { DeedMetric } from './deed-words.ts';
import type { MetricMention, UnitMention } from './draft.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';

type DeedMention = Extract<MetricMention, { kind: 'deed' }>;
type Unit = NonNullable<DeedMention['unit']>;

interface Candidate extends DeedMetric {
  readonly metric: Metric;
}

function isMeasuredIn({ format, expression }: Metric, unit: Unit): boolean {
  if (unit === 'money') return format.isCurrency;
  if (unit === 'pieces') return !format.isCurrency;
  return expression.kind === 'aggregate' && /^count/i.test(expression.function);
}

/** Figures of what the business itself does where it is said to do it, else those of what anybody does. */
function ofDoer(candidates: readonly Candidate[], isOurs: boolean): readonly Candidate[] {
  const ours = candidates.filter((candidate) => candidate.isOurs);
  if (isOurs && ours.length > 0) return ours;
  return candidates.filter((candidate) => !candidate.isOurs);
}

/** "How many pieces were returned" asks for the pieces, not for how many times it happened. */
function sumsFirst(candidates: readonly Candidate[], unit: Unit | null): readonly Candidate[] {
  const sums = unit === 'pieces' ? candidates.filter(({ metric }) => !isMeasuredIn(metric, 'times')) : [];
  return [...sums, ...candidates.filter((candidate) => !sums.includes(candidate))];
}

/** What nobody says is assumed: money, or pieces where things are ranked by what was done to them. */
function usualFirst(candidates: readonly Candidate[], usually: Unit): readonly Candidate[] {
  const usual = candidates.filter(({ metric }) => isMeasuredIn(metric, usually));
  return [...usual, ...candidates.filter((candidate) => !usual.includes(candidate))];
}

/** The figure that a verb asks for: "how much did we sell" is revenue, "how many pieces did we sell" the units. */
export function chooseDeedMetric(mention: DeedMention, view: ModelView, log: ReadingLog): string | null {
  const { item, deed, unit, usually, isOurs } = mention;
  const all = deed.metrics.flatMap((one): readonly Candidate[] => {
    const metric = view.metrics.get(one.id);
    return metric === undefined ? [] : [{ ...one, metric }];
  });
  const fitting = ofDoer(all, isOurs).filter(({ metric }) => unit === null || isMeasuredIn(metric, unit));
  const [chosen, ...others] = usualFirst(sumsFirst(fitting, unit), usually);
  if (chosen === undefined) {
    const reason = `This data does not say what was meant by “${item.heard}”: name a figure.`;
    return log.object({ kind: 'unsupported', words: [item.heard], reason });
  }
  log.match(item, 'metric', chosen.metric.label, 'synonym');
  if (others.length > 0 && unit !== 'pieces') {
    const rest = others.map(({ metric }) => metric.label).join(' or ');
    log.assume(`“${item.heard}” was read as ${chosen.metric.label}, not as ${rest}.`);
  } else if (chosen.isDerived || unit === null) {
    log.assume(`“${item.heard}” was read as ${chosen.metric.label}.`);
  }
  return chosen.id;
}

/** "In dollars" of a count, or of amounts in another currency, would be another figure. */
export function objectToUnit(unit: UnitMention | null, metrics: readonly Metric[], log: ReadingLog): void {
  if (unit?.unit.unit !== 'money') return;
  const { currency } = unit.unit;
  const other = metrics.find(({ format }) => !format.isCurrency || (currency !== null && format.unit !== currency));
  if (other === undefined) return;
  const measured = other.format.isCurrency ? `in ${other.format.unit ?? 'another currency'}` : 'no amount of money';
  const reason = `${other.label} is ${measured}, so it cannot be given “${unit.item.heard}”.`;
  log.object({ kind: 'unsupported', words: [unit.item.heard], reason });
}
