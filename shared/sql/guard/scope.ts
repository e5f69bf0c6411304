import { refuse } from './guard-refusal.ts';

/** Something in FROM that columns can come from. */
export interface Source {
  /** Alias, or the last part of the table's name. Empty for what has no name. */
  readonly name: string;
  /** Name as written, for `schema.table.column`; empty once there is an alias. */
  readonly path: readonly string[];
  /** Null when not all its columns are known: then any name may be one of its columns. */
  readonly columns: ReadonlySet<string> | null;
}

/** Columns that a query gives, in order; null when they are not all known. */
export type Output = readonly string[] | null;

/** A common table expression. */
export interface CommonTable {
  readonly output: Output;
}

/**
 * What names mean at one place of a statement: the sources of the SELECT, its aliases, and what surrounds it.
 *
 * Immutable but for `sources` and `aliases`, which grow while a SELECT is being read.
 */
export class Scope {
  readonly #parent: Scope | null;
  readonly #sources: Source[] = [];
  readonly #aliases = new Set<string>();
  readonly #tables = new Map<string, CommonTable>();
  readonly #functions = new Set<string>();

  constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  addSource(source: Source): void {
    if (source.name !== '' && this.#sources.some(({ name }) => name === source.name)) {
      refuse(`two tables are called ${source.name}`);
    }
    this.#sources.push(source);
  }

  addAlias(name: string): void {
    this.#aliases.add(name);
  }

  addTable(name: string, table: CommonTable): void {
    if (this.#tables.has(name)) refuse(`two common tables are called ${name}`);
    this.#tables.set(name, table);
  }

  /** Functions that mean something only here, upper case. */
  addFunctions(names: readonly string[]): void {
    for (const name of names) this.#functions.add(name);
  }

  knowsFunction(name: string): boolean {
    return this.#functions.has(name) || (this.#parent?.knowsFunction(name) ?? false);
  }

  /** What surrounds the SELECT. */
  get outer(): Scope {
    return this.#parent ?? new Scope(null);
  }

  /** An empty scope in the same surroundings. */
  sibling(): Scope {
    return new Scope(this.#parent);
  }

  /** The common table that a bare name stands for; it goes before any table of the database. */
  commonTable(name: string): CommonTable | null {
    return this.#tables.get(name) ?? this.#parent?.commonTable(name) ?? null;
  }

  get sources(): readonly Source[] {
    return this.#sources;
  }

  source(name: string): Source | null {
    return this.#sources.find((source) => source.name === name) ?? null;
  }

  /** Whether a bare name is a column or alias here or further out. */
  knows(name: string): boolean {
    if (this.#aliases.has(name)) return true;
    if (this.#sources.some(({ columns }) => columns === null || columns.has(name))) return true;
    return this.#parent?.knows(name) ?? false;
  }

  /** Whether `qualifier.name` is a column here or further out; the innermost source of that name decides. */
  knowsQualified(qualifier: readonly string[], name: string): boolean {
    const source = this.#sources.find((one) => isNamed(one, qualifier));
    if (source !== undefined) return source.columns === null || source.columns.has(name);
    // Something without a name and without known columns may be anything.
    if (this.#sources.some((one) => one.name === '' && one.columns === null)) return true;
    return this.#parent?.knowsQualified(qualifier, name) ?? false;
  }
}

function isNamed({ name, path }: Source, qualifier: readonly string[]): boolean {
  if (qualifier.length === 1) return qualifier[0] === name;
  const start = path.length - qualifier.length;
  return start >= 0 && qualifier.every((part, at) => part === path[start + at]);
}
