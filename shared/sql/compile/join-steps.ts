import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import type { ProvenJoin } from './grain-proof.ts';
import type { StatementBuilder } from './statement-builder.ts';
import type { WrittenStep } from './scan-step.ts';

/** Steps side by side: what stands after FROM, and where the dimensions are read. */
export interface JoinedSteps {
  readonly from: Fragment;
  /** Alias of the step that has every combination of the dimensions. */
  readonly spine: string;
  readonly joins: readonly ProvenJoin[];
  /** Whether a group may lack a row in one of the steps. */
  readonly mayLack: boolean;
}

export interface StepsToJoin {
  readonly builder: StatementBuilder;
  readonly steps: readonly WrittenStep[];
  /** Names of the columns that all steps share and that identify a row in each. */
  readonly grain: readonly string[];
  /** A SELECT of groups that must be there besides those of the steps. */
  readonly more: Fragment | null;
}

/**
 * Joins steps of the same grain, one row to one row (drill-across). With dimensions, a spine of all groups that occur
 * in any step comes first, so that no group is lost; an unknown dimension value is a group like any other.
 */
export function joinSteps({ builder, steps, grain, more }: StepsToJoin): JoinedSteps {
  const [first, ...others] = steps.map(({ name }) => name);
  if (first === undefined) return { from: raw(''), spine: '', joins: [], mayLack: false };
  if (others.length === 0 && more === null) {
    return { from: sql`FROM ${localName(first)}`, spine: first, joins: [], mayLack: false };
  }
  if (grain.length === 0) {
    const from = joinFragments(
      [sql`FROM ${localName(first)}`, ...others.map((name) => sql`CROSS JOIN ${localName(name)}`)],
      '\n',
    );
    return { from, spine: first, joins: others.map((to) => provenJoin(to, 'it has exactly one row')), mayLack: false };
  }
  const spine = writeSpine(builder, steps, grain, more);
  const joins = steps.map(({ name }) => {
    const equal = grain
      .map(identifier)
      .map((column) => `(${spine}.${column} IS NOT DISTINCT FROM ${localName(name)}.${column})`);
    return sql`LEFT JOIN ${localName(name)}\n  ON ${equal.join('\n  AND ')}`;
  });
  return {
    from: joinFragments([sql`FROM ${spine}`, ...joins], '\n'),
    spine,
    joins: steps.map(({ name }) => provenJoin(name, `both have one row per ${grain.join(', ')}`)),
    mayLack: true,
  };
}

function writeSpine(
  builder: StatementBuilder,
  steps: readonly WrittenStep[],
  grain: readonly string[],
  more: Fragment | null,
): string {
  const spine = builder.reserve('all_groups');
  const list = grain.map(identifier).join(', ');
  const selects = steps.map(({ name }) => sql`SELECT ${list} FROM ${localName(name)}`);
  builder.add(spine, joinFragments(more === null ? selects : [...selects, more], '\nUNION\n'), {
    from: steps.map(({ name }) => name),
    inputGrain: more === null ? 'groups of the steps' : 'groups of the steps and of the period',
    grain,
    joins: [],
    measures: [],
  });
  return spine;
}

function provenJoin(to: string, because: string): ProvenJoin {
  return { to, relationship: null, cardinality: 'one_to_one', because };
}
