import type { RollupExpression, RowExpression } from '#shared/semantic/expression.ts';
import type { LogicalTable, Relationship } from '#shared/semantic/semantic-model.ts';
import { bind, type Fragment, identifier, joinFragments, localName, raw, sql, textLiteral } from './fragment.ts';
import type { ProvenJoin } from './grain-proof.ts';
import { choosePath, type Path, type PathChoice, refusePath } from './find-path.ts';
import { type ModelIndex, tableNamed } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';
import { rollUp } from './rollup-join.ts';
import { literalText, printRow } from './row-expression.ts';

/** Who asks, as far as row policies need it. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

interface JoinedTable {
  readonly alias: string;
  readonly clause: Fragment;
  readonly proof: ProvenJoin;
}

function keyText(columns: readonly string[]): string {
  return columns.map(identifier).join(', ');
}

/**
 * The tables that one SELECT reads: a root, each of whose rows occurs exactly once, and what is joined to it.
 *
 * Only many-to-one joins can be added, and they are LEFT JOINs: no row of the root is lost or repeated. The same table
 * reached along two paths is joined twice under two aliases.
 */
export class TableScope {
  readonly index: ModelIndex;
  readonly root: LogicalTable;
  readonly #preferred: PathChoice['preferred'];
  readonly attributes: Attributes;
  readonly #joined = new Map<string, JoinedTable>();
  readonly #aliases = new Set<string>();
  readonly #rollups = new Map<string, string>();

  constructor(index: ModelIndex, root: string, preferred: PathChoice['preferred'], attributes: Attributes = {}) {
    this.index = index;
    this.root = tableNamed(index, root);
    this.#preferred = [...preferred, this.root.preferredRelationships];
    this.attributes = attributes;
    this.#aliases.add(root.toLowerCase());
  }

  /** The way to a table, or null when there is none; refused when there are several. */
  pathTo(table: string, via: readonly string[] = []): Path | null {
    return choosePath(this.index, this.root.name, table, { via, preferred: this.#preferred });
  }

  /** SQL of an expression written for the rows of `table`, which must be reached many-to-one. */
  print(expression: RowExpression, table: string, via: readonly string[] = []): Fragment {
    const path =
      this.pathTo(table, via) ?? refusePath(this.index, this.root.name, table, tableNamed(this.index, table).label);
    return this.printAt(expression, table, path);
  }

  printAt(expression: RowExpression, table: string, path: Path): Fragment {
    return printRow(expression, {
      column: (reference) => {
        const more = reference.table === table ? [] : this.#onward(table, reference.table);
        return raw(`${localName(this.alias([...path, ...more]))}.${identifier(reference.column)}`);
      },
      attribute: (name) => {
        const value = this.attributes[name];
        if (value === undefined) throw new PlanRefusal('unknown', `Nothing is known of ${name} for this person.`);
        return bind(value);
      },
      variable: (name) => raw(this.#variable(name)),
      rollup: (rollup) => this.#rollup(rollup, table, path),
    });
  }

  /** Value of a field that summarises a finer table for each row of `table`; joined once, however often it is used. */
  #rollup(expression: RollupExpression, table: string, path: Path): Fragment {
    const finer = new TableScope(this.index, expression.table, this.#preferred, this.attributes);
    const way = finer.pathTo(table) ?? refusePath(this.index, expression.table, table, expression.table);
    const { source, pairs, because, value } = rollUp(finer, expression, way);
    const key = `rollup ${path.map(({ name }) => name).join('/')} ${source.text} ${JSON.stringify(source.binds)}`;
    const known = this.#rollups.get(key);
    const from = localName(this.alias(path));
    const owner = path.length === 0 ? null : `${from}.${identifier(pairs[0]?.right ?? '')}`;
    if (known !== undefined) return value(known, owner);
    const alias = this.joinStep(source, `${expression.table}_of_${table}`, because, (to) =>
      raw(pairs.map(({ right }) => `${from}.${identifier(right)} = ${to}.${identifier(right)}`).join(' AND ')),
    );
    this.#rollups.set(key, alias);
    return value(alias, owner);
  }

  #onward(from: string, to: string): Path {
    return (
      choosePath(this.index, from, to, { via: [], preferred: this.#preferred }) ??
      refusePath(this.index, from, to, `A column of ${to}`)
    );
  }

  #variable(name: string): string {
    const variable = this.index.model.variables.find((candidate) => candidate.name === name);
    if (variable === undefined) throw new PlanRefusal('unknown', `There is no variable ${name}.`);
    const { type, defaultValue: value } = variable;
    if (type === 'number' || type === 'boolean') return literalText({ kind: 'literal', type, value });
    return type === 'date' || type === 'timestamp' ? literalText({ kind: 'literal', type, value }) : textLiteral(value);
  }

  /** Alias of the table at the end of a path; joins what is not joined yet. */
  alias(path: Path): string {
    const last = path.at(-1);
    if (last === undefined) return this.root.name;
    const key = path.map(({ name }) => name).join('/');
    const known = this.#joined.get(key);
    if (known !== undefined) return known.alias;
    const left = this.alias(path.slice(0, -1));
    const alias = this.#roleAlias(last);
    this.#joined.set(key, { alias, clause: this.#joinClause(last, left, alias), proof: proofOf(last, alias) });
    return alias;
  }

  /**
   * Joins a step of the statement that is unique on what it is joined by, so that it matches each row at most once.
   * `condition` receives the alias.
   */
  joinStep(source: Fragment, wanted: string, because: string, condition: (alias: string) => Fragment): string {
    const alias = this.#freeAlias(wanted);
    const clause = sql`LEFT JOIN ${source} AS ${localName(alias)}\n  ON ${condition(localName(alias))}`;
    const proof = { to: wanted, relationship: null, cardinality: 'many_to_one' as const, because };
    this.#joined.set(`step ${alias}`, { alias, clause, proof });
    return localName(alias);
  }

  #roleAlias({ rightTable, name }: Relationship): string {
    return this.#freeAlias(this.#aliases.has(rightTable.toLowerCase()) ? `${rightTable}_${name}` : rightTable);
  }

  #freeAlias(wanted: string): string {
    let alias = wanted;
    for (let count = 2; this.#aliases.has(alias.toLowerCase()); count += 1) alias = `${wanted}_${String(count)}`;
    this.#aliases.add(alias.toLowerCase());
    return alias;
  }

  #joinClause({ rightTable, join }: Relationship, left: string, alias: string): Fragment {
    const from = localName(left);
    const to = localName(alias);
    const equal = join.columns.map((pair) => `${from}.${identifier(pair.left)} = ${to}.${identifier(pair.right)}`);
    const source = this.sourceOf(tableNamed(this.index, rightTable));
    if (join.kind === 'equi') return sql`LEFT JOIN ${source} AS ${to}\n  ON ${equal.join(' AND ')}`;
    const moment = `${from}.${identifier(join.kind === 'range' ? join.range.left : join.asof.left)}`;
    if (join.kind === 'range') {
      const start = `${moment} >= ${to}.${identifier(join.range.start)}`;
      const end = `${moment} < ${to}.${identifier(join.range.end)}`;
      return sql`LEFT JOIN ${source} AS ${to}\n  ON ${[...equal, start, end].join(' AND ')}`;
    }
    const asof = identifier(join.asof.right);
    const partition =
      join.columns.length === 0 ? '' : `PARTITION BY ${keyText(join.columns.map(({ right }) => right))} `;
    const ranged = sql`(SELECT *, LEAD(${asof}) OVER (${partition}ORDER BY ${asof}) AS NEXT_ASOF FROM ${source})`;
    const within = `${moment} >= ${to}.${asof} AND (${to}.NEXT_ASOF IS NULL OR ${moment} < ${to}.NEXT_ASOF)`;
    return sql`LEFT JOIN ${ranged} AS ${to}\n  ON ${[...equal, within].join(' AND ')}`;
  }

  /**
   * A table as the person who asks may see it: only rows that pass its policies.
   *
   * What a policy looks up in other tables it sees whole, as in Snowflake, where a policy reads with its owner's rights.
   */
  sourceOf(table: LogicalTable): Fragment {
    const policies = this.index.policies.get(table.name) ?? [];
    if (policies.length === 0) return tableSource(table);
    const owner = new TableScope({ ...this.index, policies: new Map() }, table.name, [], this.attributes);
    const tests = policies.map(({ expression }) => sql`(${owner.print(expression, table.name)})`);
    const rows = sql`SELECT ${localName(table.name)}.* ${joinFragments([owner.fromClause()], ' ')}`;
    return sql`(${rows} WHERE ${joinFragments(tests, ' AND ')})`;
  }

  /** FROM with all joins so far, one clause a line. */
  fromClause(): Fragment {
    const root = sql`FROM ${this.sourceOf(this.root)} AS ${localName(this.root.name)}`;
    return joinFragments([root, ...[...this.#joined.values()].map(({ clause }) => clause)], '\n');
  }

  get joins(): readonly ProvenJoin[] {
    return [...this.#joined.values()].map(({ proof }) => proof);
  }

  /** What one row of the root is, for the proof. */
  get rowGrain(): string {
    const key = this.root.keys[0];
    return key === undefined ? `rows of ${this.root.name}` : `one row per ${keyText(key.columns)} of ${this.root.name}`;
  }
}

/** A table or the query behind it, to stand after FROM or JOIN. */
export function tableSource({ baseTable }: LogicalTable): Fragment {
  if (baseTable.kind === 'query') return raw(`(\n${baseTable.definition}\n)`);
  const parts = [baseTable.database, baseTable.schema, baseTable.table].filter((part) => part !== '');
  return raw(parts.map(identifier).join('.'));
}

function proofOf({ name, cardinality, provenBy, rightTable, join }: Relationship, alias: string): ProvenJoin {
  const key = `${provenBy.kind} key (${keyText(provenBy.columns)}) of ${rightTable}`;
  const because =
    join.kind === 'equi' ? key : `${key}, whose ranges do not overlap, so that at most one row holds the value`;
  return { to: alias, relationship: name, cardinality, because };
}
