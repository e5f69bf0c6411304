import type { Calculation } from '#shared/schemas/plan-parts.ts';
import type { Format } from '#shared/semantic/semantic-model.ts';
import { calculationJoins, calculationText, unknownColumn } from './calculation-sql.ts';
import { changeOverTime } from './change-over-time.ts';
import { comparisonColumns } from './comparison-columns.ts';
import type { DerivedColumn } from './derived-column.ts';
import { distinctShare } from './distinct-share.ts';
import { distinctOverTime } from './distinct-over-time.ts';
import { capitalized, PERCENT_FORMAT, PLAIN_FORMAT } from './describe-column.ts';
import type { Figure } from './figure.ts';
import { joinFragments, raw } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { asStep, type Relation, withColumns } from './relation.ts';

/** Adds comparison columns and calculations; each round of them is a step over the one before. */
export function addCalculations(context: QueryContext, relation: Relation, figures: readonly Figure[]): Relation {
  let pending: readonly DerivedColumn[] = [
    ...figures.flatMap((figure) => comparisonColumns(context, figure)),
    ...context.query.calculations.map((calculation) => derive(context, calculation, relation, figures)),
  ];
  refuseTwins([...relation.columns, ...pending.map(({ column }) => column)]);
  let current = relation;
  while (pending.length > 0) {
    const known = new Set(current.columns.map(({ name }) => name));
    const ready = pending.filter(({ needs }) => needs.every((name) => known.has(name)));
    if (ready.length === 0) throw unknownColumn(pending[0]?.needs.find((name) => !known.has(name)) ?? '');
    current = withJoins(withColumns(asStep(context.builder, current, 'figures'), ready), ready);
    pending = pending.filter((derived) => !ready.includes(derived));
  }
  return current;
}

/** Joins what the columns need besides. */
function withJoins(relation: Relation, derived: readonly DerivedColumn[]): Relation {
  const [step = ''] = relation.proof.from;
  const all = derived.flatMap(({ joins: make }) => (make === null ? [] : make(step)));
  const joins = [...new Map(all.map((join) => [join.clause.text, join])).values()];
  if (joins.length === 0) return relation;
  return {
    ...relation,
    from: joinFragments([relation.from, ...joins.map(({ clause }) => clause)], '\n'),
    proof: { ...relation.proof, joins: [...relation.proof.joins, ...joins.map(({ proof }) => proof)] },
  };
}

function refuseTwins(columns: readonly { readonly name: string }[]): void {
  const names = columns.map(({ name }) => name);
  const twin = names.find((name, place) => names.indexOf(name) !== place);
  if (twin !== undefined) throw new PlanRefusal('invalid', `Two columns are called ${twin.toLowerCase()}.`);
}

function derive(
  context: QueryContext,
  calculation: Calculation,
  relation: Relation,
  figures: readonly Figure[],
): DerivedColumn {
  const needs = columnsRead(calculation);
  const [of = ''] = needs;
  const figure = figures.find(({ column }) => column === of);
  refuseMeaningless(calculation, figure);
  const source = relation.columns.find(({ name }) => name === of);
  const format = formatOf(calculation, source?.format ?? PLAIN_FORMAT);
  return {
    needs,
    ...computed(context, calculation, figure),
    column: {
      name: calculation.alias.toUpperCase(),
      label: capitalized(labelOf(calculation, (source?.label ?? calculation.of).toLowerCase())),
      type: 'number',
      role: 'metric',
      unit: format.unit,
      format,
      meaning: { kind: 'calculation', calculation: calculation.kind, of },
    },
  };
}

function columnsRead(calculation: Calculation): readonly string[] {
  if (!isPairing(calculation)) return [calculation.of.toUpperCase()];
  const other = calculation.kind === 'ratio' ? calculation.to : calculation.minus;
  return [calculation.of.toUpperCase(), other.toUpperCase()];
}

function formatOf(calculation: Calculation, own: Format): Format {
  switch (calculation.kind) {
    case 'share':
    case 'share-distinct':
    case 'ratio':
      return PERCENT_FORMAT;
    case 'rank':
      return PLAIN_FORMAT;
    case 'change':
      return calculation.as === 'percent' ? PERCENT_FORMAT : own;
    default:
      return own;
  }
}

function computed(
  context: QueryContext,
  calculation: Calculation,
  figure: Figure | undefined,
): Pick<DerivedColumn, 'value' | 'joins'> {
  switch (calculation.kind) {
    case 'running-distinct':
    case 'moving-distinct':
      return distinctOverTime(context, calculation, figure);
    case 'share-distinct':
      return distinctShare(context, calculation, figure);
    case 'change':
      return changeOverTime(context, calculation);
    default:
      return {
        value: raw(calculationText(context, calculation)),
        joins: calculationJoins(context, calculation),
      };
  }
}

type Pairing = Extract<Calculation, { kind: 'ratio' | 'difference' }>;

function isPairing(calculation: Calculation): calculation is Pairing {
  return calculation.kind === 'ratio' || calculation.kind === 'difference';
}

type Moving = Extract<Calculation, { buckets: number }>;

const LABELS: Readonly<Record<Exclude<Calculation['kind'], Pairing['kind'] | Moving['kind']>, string>> = {
  share: 'share of',
  'share-distinct': 'share of',
  'running-total': 'running total of',
  'running-distinct': 'running total of',
  rank: 'rank by',
  change: 'change in',
};

function labelOf(calculation: Calculation, of: string): string {
  if (isPairing(calculation)) return pairLabel(calculation, of);
  if (!('buckets' in calculation)) return `${LABELS[calculation.kind]} ${of}`;
  const what = calculation.kind === 'moving-average' ? 'average' : 'total';
  return `${String(calculation.buckets)}-period ${what} of ${of}`;
}

function pairLabel(calculation: Pairing, of: string): string {
  const isRatio = calculation.kind === 'ratio';
  const other = (isRatio ? calculation.to : calculation.minus).replaceAll('_', ' ').toLowerCase();
  return isRatio ? `${of} to ${other}` : `${of} minus ${other}`;
}

const SUMMED: readonly Calculation['kind'][] = ['share', 'running-total', 'moving-total'];

/** Parts of a distinct count overlap and parts of a ratio do not add up, so their sums mean nothing. */
function refuseMeaningless({ kind }: Calculation, figure: Figure | undefined): void {
  if (!SUMMED.includes(kind) || figure === undefined || figure.additivity.kind === 'additive') return;
  if (kind === 'share' && figure.additivity.kind === 'semi-additive') return;
  const what = kind === 'share' ? 'shares of it' : `a ${kind === 'running-total' ? 'running' : 'moving'} total of it`;
  throw new PlanRefusal('not-additive', `${figure.label} does not add up over groups, so ${what} would mean nothing.`);
}
