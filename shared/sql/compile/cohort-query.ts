import type { Cohort, DimensionUse } from '#shared/schemas/plan-parts.ts';
import { writeCohortScan, writeMembers } from './cohort-scan.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import { describeDimension, describeFigure, PLAIN_FORMAT } from './describe-column.ts';
import type { Figure } from './figure.ts';
import { printFigure } from './figure-sql.ts';
import { type Fragment, identifier, localName, raw, sql } from './fragment.ts';
import { expandFigures, figureSource, refuseTwins } from './grouped-query.ts';
import { joinSteps } from './join-steps.ts';
import type { DimensionColumn, QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import type { Relation } from './relation.ts';
import { groupLeaves } from './scan-rows.ts';

/**
 * The columns by which a cohort's rows are told apart: when its members first appeared, the units since, and what
 * cohorts are split by.
 */
export function cohortColumns(
  { timeDimension, grain, system }: Cohort,
  splits: readonly DimensionColumn[],
): readonly DimensionColumn[] {
  const taken = splits.find(({ column }) => ['COHORT', 'AGE', 'SIZE'].includes(column));
  if (taken !== undefined) {
    throw new PlanRefusal('invalid', `Two columns are called ${taken.column.toLowerCase()}.`);
  }
  const plain: DimensionUse = { dimension: timeDimension, grain: null, system, part: null, via: [], alias: null };
  return [
    { column: 'COHORT', use: { ...plain, grain, alias: 'COHORT' } },
    { column: 'AGE', use: { ...plain, alias: 'AGE' } },
    ...splits,
  ];
}

/**
 * Members by when they first appear, and what they do in each unit of time since.
 *
 * Each member belongs to exactly one cohort, of one split when there are some, which is looked up many-to-one for every
 * row of a fact; so the cohorts of a figure that adds up add up to it, and splits to their cohort.
 */
export function cohortQuery(
  context: QueryContext,
  cohort: Cohort,
): { readonly relation: Relation; readonly figures: readonly Figure[] } {
  refuseUnfit(context);
  const grain = context.dimensions.map(({ column }) => column);
  const figures = expandFigures(context, [...grain, 'SIZE']);
  const splits = splitsOf(context);
  const members = writeMembers(context, cohort, splits);
  const sizes = writeSizes(context, members, splits);
  const groups = groupLeaves([...new Set(figures.flatMap(({ leaves }) => leaves))]);
  const steps = groups.map((group) => writeCohortScan(context, cohort, group, members));
  const joined = joinSteps({ builder: context.builder, steps, grain, more: null });
  const source = figureSource(context, steps, joined);
  const columns: readonly CompiledColumn[] = [...describeCohort(context, cohort), ...figures.map(describeFigure)];
  refuseTwins(columns);
  const spine = localName(joined.spine);
  const parts = ['COHORT', ...splits.map(({ column }) => column)];
  const same = parts.map((column) => sameValue(spine, localName(sizes), identifier(column)));
  const values = new Map<string, Fragment>([
    ...grain.map((column) => [column, raw(`${spine}.${identifier(column)}`)] as const),
    ['SIZE', raw(`${localName(sizes)}.SIZE`)],
    ...figures.map((figure) => [figure.column, printFigure(figure, source)] as const),
  ]);
  const join = {
    to: sizes,
    relationship: null,
    cardinality: 'many_to_one',
    because: `one row per ${parts.join(', ')}`,
  } as const;
  return {
    figures,
    relation: {
      columns,
      values,
      from: sql`${joined.from}\nLEFT JOIN ${localName(sizes)}\n  ON ${same.join('\n  AND ')}`,
      tests: [],
      distinct: false,
      qualify: null,
      proof: {
        from: steps.map(({ name }) => name),
        inputGrain: 'steps of one grain',
        grain,
        joins: [...joined.joins, join],
      },
    },
  };
}

/** What stands after COHORT and AGE. */
function splitsOf({ dimensions }: QueryContext): readonly DimensionColumn[] {
  return dimensions.slice(2);
}

/** An unknown value is a split like any other; a cohort is always known. */
function sameValue(left: string, right: string, column: string): string {
  return column === 'COHORT'
    ? `${left}.COHORT = ${right}.COHORT`
    : `(${left}.${column} IS NOT DISTINCT FROM ${right}.${column})`;
}

function refuseUnfit({ query }: QueryContext): void {
  if (query.listing !== null) throw new PlanRefusal('invalid', 'A plan lists rows or follows cohorts, not both.');
  if (query.metrics.length === 0)
    throw new PlanRefusal('invalid', 'It does not say which figure of a cohort is asked.');
  if (query.comparison !== null) throw new PlanRefusal('invalid', 'Cohorts are compared by their age, not by periods.');
}

function writeSizes({ builder }: QueryContext, members: string, splits: readonly DimensionColumn[]): string {
  const step = builder.reserve('cohort_sizes');
  const grain = ['COHORT', ...splits.map(({ column }) => column)];
  const list = grain.map(identifier).join(', ');
  builder.add(step, sql`SELECT ${list}, COUNT(*) AS SIZE\nFROM ${localName(members)}\nGROUP BY ${list}`, {
    from: [members],
    inputGrain: 'one row per MEMBER',
    grain,
    joins: [],
    measures: ['SIZE (count)'],
  });
  return step;
}

function describeCohort(
  { index, dimensions }: QueryContext,
  { timeDimension, grain }: Cohort,
): readonly CompiledColumn[] {
  const [first, , ...splits] = dimensions;
  const described = first === undefined ? [] : [{ ...describeDimension(index, first), label: `First ${grain}` }];
  const plain = { type: 'number', unit: null, format: PLAIN_FORMAT } as const;
  return [
    ...described,
    {
      ...plain,
      name: 'AGE',
      label: `${grain.charAt(0).toUpperCase()}${grain.slice(1)}s since`,
      role: 'dimension',
      meaning: { kind: 'dimension', element: timeDimension },
    },
    ...splits.map((split) => describeDimension(index, split)),
    {
      ...plain,
      name: 'SIZE',
      label: 'Size of the cohort',
      role: 'metric',
      meaning: { kind: 'metric', element: null, isAdditive: false, goodDirection: null },
    },
  ];
}
