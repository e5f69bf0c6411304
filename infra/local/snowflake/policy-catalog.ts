import type { Account, Policy } from './account.ts';
import type { PolicyKind, PolicyParameter } from './dialect/access-command.ts';
import { tokenize } from './dialect/tokens.ts';
import { SnowflakeError } from './snowflake-error.ts';
import { parseName, quoteIdentifier } from './sql-text.ts';
import type { TableName } from './table-name.ts';

/** A policy as CREATE … POLICY made it. */
export interface PolicyDefinition {
  readonly kind: PolicyKind;
  readonly name: TableName;
  readonly parameters: readonly PolicyParameter[];
  readonly body: string;
}

interface Attachment {
  readonly policy: string;
  /** Of the table, in the order of the policy's parameters; a masking policy's first one is masked. */
  readonly columns: readonly string[];
}

/** The name by which a policy's text calls the row it judges; no client can say it by chance. */
export const PROTECTED_ROW = 'protected row';

const keyOf = ({ database, schema, table }: TableName): string => JSON.stringify([database, schema, table]);

function exists(name: TableName): SnowflakeError {
  return new SnowflakeError('002002', '42710', `SQL compilation error:\nObject '${name.table}' already exists.`);
}

function notFound(kind: PolicyKind, name: TableName): SnowflakeError {
  const what = kind === 'masking' ? 'Masking policy' : 'Row access policy';
  const full = `${name.database}.${name.schema}.${name.table}`;
  return new SnowflakeError(
    '002003',
    '02000',
    `SQL compilation error:\n${what} '${full}' does not exist or not authorized.`,
  );
}

function inUse(name: TableName): SnowflakeError {
  return new SnowflakeError(
    '003540',
    '23001',
    `SQL execution error:\nPolicy ${name.table} cannot be dropped/replaced as it is associated with one or more entities.`,
  );
}

/** Puts columns in the place of a policy's parameters. */
function bindParameters({ body, parameters }: PolicyDefinition, columns: readonly string[]): string {
  const byName = new Map(parameters.map(({ name }, index) => [name, columns[index] ?? '']));
  let bound = '';
  let from = 0;
  const tokens = tokenize(body);
  for (const [index, token] of tokens.entries()) {
    const isName = token.kind === 'word' || token.kind === 'quoted';
    const column = isName ? byName.get(token.text) : undefined;
    const isPart = tokens[index - 1]?.text === '.' || ['.', '('].includes(tokens[index + 1]?.text ?? '');
    if (column === undefined || isPart) continue;
    bound += `${body.slice(from, token.start)}${quoteIdentifier(PROTECTED_ROW)}.${quoteIdentifier(column)}`;
    from = token.end;
  }
  return bound + body.slice(from);
}

/** All policies and the tables and views they are on. */
export class PolicyCatalog {
  readonly #fixed: ReadonlyMap<string, readonly Policy[]>;
  readonly #definitions = new Map<string, PolicyDefinition>();
  /** By table; at most one row access policy, and one masking policy a column. */
  readonly #attached = new Map<string, readonly Attachment[]>();

  constructor(account: Account) {
    this.#fixed = Map.groupBy(account.policies, (policy) => JSON.stringify(parseName(policy.table)));
  }

  /** What holds for a table or view, its parameters replaced by columns of the PROTECTED_ROW. */
  policiesOf(name: TableName): readonly Policy[] {
    const key = keyOf(name);
    return [
      ...(this.#fixed.get(key) ?? []),
      ...(this.#attached.get(key) ?? []).flatMap((each) => this.#bind(each, name)),
    ];
  }

  #bind({ policy, columns }: Attachment, { database, schema, table }: TableName): readonly Policy[] {
    const definition = this.#definitions.get(policy);
    if (definition === undefined) return [];
    const text = bindParameters(definition, columns);
    const facts = { name: definition.name.table, table: `${database}.${schema}.${table}` };
    return definition.kind === 'row-access'
      ? [{ kind: 'row-access', ...facts, condition: text }]
      : [{ kind: 'masking', ...facts, column: columns[0] ?? '', expression: text }];
  }

  /** Throws 002002 when there is one of that name, 003540 when one that is to be replaced is on a table. */
  create(
    definition: PolicyDefinition,
    { orReplace, ifNotExists }: { readonly orReplace: boolean; readonly ifNotExists: boolean },
  ): void {
    const key = keyOf(definition.name);
    if (this.#definitions.has(key)) {
      if (ifNotExists) return;
      if (!orReplace) throw exists(definition.name);
      if (this.#isUsed(key)) throw inUse(definition.name);
    }
    this.#definitions.set(key, definition);
  }

  /** Throws 002003 when there is none, 003540 when it is on a table. */
  drop(kind: PolicyKind, name: TableName, ifExists: boolean): void {
    const key = keyOf(name);
    if (this.#definitions.get(key)?.kind !== kind) {
      if (ifExists) return;
      throw notFound(kind, name);
    }
    if (this.#isUsed(key)) throw inUse(name);
    this.#definitions.delete(key);
  }

  /** The policy of that name. Throws 002003 when there is none of that kind. */
  find(kind: PolicyKind, name: TableName): PolicyDefinition {
    const found = this.#definitions.get(keyOf(name));
    if (found?.kind !== kind) throw notFound(kind, name);
    return found;
  }

  list(kind: PolicyKind): readonly PolicyDefinition[] {
    return [...this.#definitions.values()].filter((definition) => definition.kind === kind);
  }

  attach(table: TableName, policy: TableName, columns: readonly string[]): void {
    const key = keyOf(table);
    this.#attached.set(key, [...(this.#attached.get(key) ?? []), { policy: keyOf(policy), columns }]);
  }

  /** Takes off the row access policy, or the masking policy of a column. */
  detach(
    table: TableName,
    what: { readonly kind: 'row-access' } | { readonly kind: 'masking'; readonly column: string },
  ): void {
    const key = keyOf(table);
    const kept = (this.#attached.get(key) ?? []).filter(({ policy, columns }) => {
      if (this.#definitions.get(policy)?.kind !== what.kind) return true;
      return what.kind === 'masking' && columns[0] !== what.column;
    });
    this.#attached.set(key, kept);
  }

  /** A dropped table leaves its policies behind. */
  dropped(table: TableName): void {
    this.#attached.delete(keyOf(table));
  }

  #isUsed(policy: string): boolean {
    return [...this.#attached.values()].flat().some((attachment) => attachment.policy === policy);
  }
}
