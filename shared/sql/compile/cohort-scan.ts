import type { Cohort } from '#shared/schemas/plan-parts.ts';
import { bucketsBetween } from './bucket-steps.ts';
import { cutTime } from './dimension-value.ts';
import { resolveField, type Scan } from './field.ts';
import { bind, type Fragment, identifier, localName, raw, sql } from './fragment.ts';
import { elementOf } from './model-index.ts';
import { splitValues } from './cohort-split.ts';
import type { DimensionColumn, QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { retailUnitOf } from './retail-units.ts';
import { type LeafGroup, openScan, rowTests, selectText } from './scan-rows.ts';
import { aggregateOf, type WrittenStep } from './scan-step.ts';
import { localTime } from './zoned-time.ts';

const WHENEVER = { suffix: '', span: null, shift: null } as const;

/** Writes the step with one row per member: the unit of time in which it first appears, and its split. */
export function writeMembers(context: QueryContext, cohort: Cohort, splits: readonly DimensionColumn[]): string {
  const { builder, query } = context;
  const { table } = elementOf(context.index, cohort.timeDimension);
  const group: LeafGroup = { table, leaves: [] };
  const scan = { ...openScan(context, group), period: null, timeDimension: cohort.timeDimension };
  const member = resolveField(scan, cohort.member, []).value;
  const bucket = bucketOf(scan, cohort);
  const tests = [
    ...rowTests(context, scan, group, WHENEVER),
    sql`${member} IS NOT NULL`,
    sql`${resolveField(scan, cohort.timeDimension, []).value} IS NOT NULL`,
  ];
  const parts = splitValues(scan, cohort, splits).map(({ value, column }) => sql`${value} AS ${identifier(column)}`);
  const step = builder.reserve('cohort_members');
  const columns = [sql`${member} AS MEMBER`, ...parts, sql`MIN(${bucket}) AS COHORT`];
  const body = selectText(columns, scan.scope.fromClause(), tests);
  const keys = ['1', ...parts.map((_, place) => String(place + 2))].join(', ');
  const shown =
    query.period === null
      ? raw('')
      : sql`\nHAVING MIN(${bucket}) >= CAST(${bind(query.period.from)} AS DATE)\n  AND MIN(${bucket}) < CAST(${bind(query.period.to)} AS DATE)`;
  builder.add(step, sql`${body}\nGROUP BY ${keys}${shown}`, {
    from: [table],
    inputGrain: scan.scope.rowGrain,
    grain: ['MEMBER'],
    joins: scan.scope.joins,
    measures: [],
  });
  return step;
}

function bucketOf(scan: Scan, { timeDimension, grain, system }: Cohort): Fragment {
  const { value, element } = resolveField(scan, timeDimension, []);
  if (element.type !== 'date' && element.type !== 'timestamp') {
    throw new PlanRefusal('no-time', `${element.label} is not a date.`);
  }
  const local = localTime(value, element, scan.calendar);
  return cutTime(scan, local, { grain, system, part: null }, element.id);
}

/** SQL of the whole units from a member's first one to that of a row. Retail units are counted by their number. */
function ageOf(scan: Scan, cohort: Cohort, members: string): Fragment {
  const { grain, system } = cohort;
  const { value, element } = resolveField(scan, cohort.timeDimension, []);
  const local = localTime(value, element, scan.calendar);
  const bucketing = { grain, system, part: null };
  const own = retailUnitOf(scan, sql`CAST(${local} AS DATE)`, bucketing, element.id);
  if (own === null) return bucketsBetween(raw(`${members}.COHORT`), local, grain);
  const first = retailUnitOf(scan, raw(`${members}.COHORT`), bucketing, element.id) ?? own;
  return raw(`${own}.UNIT_PLACE - ${first}.UNIT_PLACE`);
}

/** Aggregates one table by its members' cohort and by the units since. */
export function writeCohortScan(context: QueryContext, cohort: Cohort, group: LeafGroup, members: string): WrittenStep {
  const { builder } = context;
  if (group.leaves.some(({ aggregate }) => aggregate.over.length > 0)) {
    throw new PlanRefusal('unsupported', 'A balance is not followed from cohort to cohort.');
  }
  const name = builder.reserve(`${group.table}_totals`);
  const scan = { ...openScan(context, group), period: null };
  const member = resolveField(scan, cohort.member, []).value;
  const alias = scan.scope.joinStep(
    raw(localName(members)),
    members,
    'one row per MEMBER',
    (to) => sql`${member} = ${to}.MEMBER`,
  );
  const age = ageOf(scan, cohort, alias);
  const tests = [...rowTests(context, scan, group, WHENEVER), sql`${age} BETWEEN 0 AND ${String(cohort.ages - 1)}`];
  const [, , ...splits] = context.dimensions.map(({ column }) => identifier(column));
  const grain = context.dimensions.map(({ column }) => column);
  const columns = [
    raw(`${alias}.COHORT AS COHORT`),
    sql`${age} AS AGE`,
    ...splits.map((column) => raw(`${alias}.${column} AS ${column}`)),
    ...group.leaves.map((leaf) => sql`${aggregateOf(scan, leaf)} AS ${identifier(leaf.column)}`),
  ];
  builder.add(
    name,
    sql`${selectText(columns, scan.scope.fromClause(), tests)}\nGROUP BY ${grain.map((_, place) => String(place + 1)).join(', ')}`,
    {
      from: [group.table],
      inputGrain: scan.scope.rowGrain,
      grain,
      joins: scan.scope.joins,
      measures: group.leaves.map(({ column, aggregate }) => `${column} (${aggregate.function})`),
    },
  );
  return { name, group };
}
