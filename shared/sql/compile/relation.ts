import type { CompiledColumn } from './compiled-plan.ts';
import { type Fragment, identifier, indent, joinFragments, localName, raw, sql } from './fragment.ts';
import type { ProvenJoin } from './grain-proof.ts';
import type { StatementBuilder } from './statement-builder.ts';

/** A SELECT that is not yet part of the statement: its columns in order and what makes a row of it. */
export interface Relation {
  readonly columns: readonly CompiledColumn[];
  /** SQL of each column, by its name. */
  readonly values: ReadonlyMap<string, Fragment>;
  readonly from: Fragment;
  readonly tests: readonly Fragment[];
  readonly distinct: boolean;
  readonly qualify: Fragment | null;
  readonly proof: {
    readonly from: readonly string[];
    readonly inputGrain: string;
    readonly grain: readonly string[] | null;
    readonly joins: readonly ProvenJoin[];
  };
}

/** SELECT, FROM, WHERE and QUALIFY of a relation, without ORDER BY. */
export function relationText({ columns, values, from, tests, distinct, qualify }: Relation): Fragment {
  const list = columns.map(({ name }) => {
    const value = values.get(name) ?? raw(identifier(name));
    return value.text === identifier(name) ? value : sql`${value} AS ${identifier(name)}`;
  });
  const where = tests.length === 0 ? raw('') : sql`\nWHERE ${joinFragments(tests, '\n  AND ')}`;
  const qualified = qualify === null ? raw('') : sql`\nQUALIFY ${qualify}`;
  const select = distinct ? 'SELECT DISTINCT' : 'SELECT';
  return sql`${select}\n${indent(joinFragments(list, ',\n'))}\n${from}${where}${qualified}`;
}

/** Makes a relation a step of the statement, and gives the relation that reads that step. */
export function asStep(builder: StatementBuilder, relation: Relation, name: string): Relation {
  const step = builder.reserve(name);
  builder.add(step, relationText(relation), { ...relation.proof, measures: [] });
  return readStep(step, relation.columns, relation.proof.grain);
}

/** The relation that reads a step as it is. */
export function readStep(step: string, columns: readonly CompiledColumn[], grain: readonly string[] | null): Relation {
  return {
    columns,
    values: new Map(),
    from: sql`FROM ${localName(step)}`,
    tests: [],
    distinct: false,
    qualify: null,
    proof: { from: [step], inputGrain: 'its rows', grain, joins: [] },
  };
}

/** A relation with more columns, computed from those it has. */
export function withColumns(
  relation: Relation,
  added: readonly { readonly column: CompiledColumn; readonly value: Fragment }[],
): Relation {
  return {
    ...relation,
    columns: [...relation.columns, ...added.map(({ column }) => column)],
    values: new Map([...relation.values, ...added.map(({ column, value }) => [column.name, value] as const)]),
  };
}
