import type { Calculation } from '#shared/schemas/plan-parts.ts';
import { unknownColumn } from './calculation-sql.ts';
import type { DerivedColumn } from './derived-column.ts';
import { countedLeaf, keyColumn, writeThings } from './distinct-things.ts';
import type { Figure } from './figure.ts';
import { identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';

type DistinctShare = Extract<Calculation, { kind: 'share-distinct' }>;

/**
 * A distinct count as a fraction of the different things of the whole. Counts of groups overlap, so the whole is not
 * their sum: its things are counted once each, as those of a group are.
 */
export function distinctShare(
  context: QueryContext,
  { of, within }: DistinctShare,
  figure: Figure | undefined,
): Pick<DerivedColumn, 'value' | 'joins'> {
  const { builder } = context;
  const seen = writeThings(context, countedLeaf(of, figure));
  const whole = builder.reserve(`${seen}_whole`);
  const places = within.map((alias) => placeOf(context, alias));
  const keys = places.map(keyColumn);
  const list = [...keys, 'COUNT(DISTINCT THING) AS THINGS_FOUND'].join(', ');
  const groups = keys.length === 0 ? '' : `\nGROUP BY ${keys.join(', ')}`;
  builder.add(whole, raw(`SELECT ${list}\nFROM ${localName(seen)}${groups}`), {
    from: [seen],
    inputGrain: 'one row per thing and group',
    grain: keys,
    joins: [],
    measures: ['THINGS_FOUND (count_distinct)'],
  });
  builder.rule('A share of distinct things is one of all that are different, so the shares of groups may overlap.');
  return {
    value: raw(`${identifier(of.toUpperCase())} / NULLIF(${localName(whole)}.THINGS_FOUND, 0)`),
    joins: (step) => [joinWhole(context, { step, whole, places })],
  };
}

function placeOf({ dimensions }: QueryContext, alias: string): number {
  const place = dimensions.findIndex(({ column }) => column === alias.toUpperCase());
  if (place === -1) throw unknownColumn(alias);
  return place;
}

interface Joined {
  readonly step: string;
  readonly whole: string;
  readonly places: readonly number[];
}

function joinWhole({ dimensions }: QueryContext, { step, whole, places }: Joined) {
  const equal = places.map(
    (place) =>
      sql`(${localName(step)}.${identifier(dimensions[place]?.column ?? '')} IS NOT DISTINCT FROM ${localName(whole)}.${keyColumn(place)})`,
  );
  const isOneRow = equal.length === 0;
  const names = places.map((place) => dimensions[place]?.column ?? '').join(', ');
  return {
    clause: isOneRow
      ? sql`CROSS JOIN ${localName(whole)}`
      : sql`LEFT JOIN ${localName(whole)}\n  ON ${joinFragments(equal, '\n  AND ')}`,
    proof: {
      to: whole,
      relationship: null,
      cardinality: 'many_to_one' as const,
      because: isOneRow ? 'it is a total of one row' : `it has one row per ${names}`,
    },
  };
}
