import type { Account, Grant, Policy } from './account.ts';
import { parseName, quoteText } from './sql-text.ts';
import type { TableName } from './table-name.ts';

interface ParsedGrant {
  readonly privilege: Grant['privilege'];
  /** One to three parts. */
  readonly on: readonly string[];
}

/** Answers what each role may see and do. Built once; grants do not change while a server runs. */
export class RoleAccess {
  readonly #grants: ReadonlyMap<string, readonly ParsedGrant[]>;
  readonly #policies: ReadonlyMap<string, readonly Policy[]>;

  constructor(account: Account) {
    this.#grants = new Map(
      account.roles.map((role) => [
        role.name,
        role.grants.map(({ privilege, on }) => ({ privilege, on: parseName(on) })),
      ]),
    );
    this.#policies = Map.groupBy(account.policies, (policy) => parseName(policy.table).join('.'));
  }

  /** The same policies, but every table may be read: a view's owner looks, its reader is asked by the policies. */
  withAllGrants(): Pick<RoleAccess, 'canRead' | 'canUse' | 'policiesOf' | 'visibleCondition' | 'withAllGrants'> {
    const owner = {
      canRead: () => true,
      canUse: () => true,
      policiesOf: (name: TableName) => this.policiesOf(name),
      visibleCondition: () => 'true',
      withAllGrants: () => owner,
    };
    return owner;
  }

  hasRole(role: string): boolean {
    return this.#grants.has(role);
  }

  canRead(role: string, name: TableName): boolean {
    return this.#isCovered(role, [name.database, name.schema, name.table], ['SELECT', 'ALL']);
  }

  /** Whether the role may write to or create what `parts` names (one to three parts). */
  canWrite(role: string, parts: readonly string[]): boolean {
    return this.#isCovered(role, parts, ['ALL']);
  }

  /** Whether the role has any right in the database, or in its schema when one is given. */
  canUse(role: string, database: string, schema?: string): boolean {
    return this.#grantsOf(role).some(
      ({ on }) => on[0] === database && (schema === undefined || on[1] === undefined || on[1] === schema),
    );
  }

  policiesOf(name: TableName): readonly Policy[] {
    return this.#policies.get(`${name.database}.${name.schema}.${name.table}`) ?? [];
  }

  /** A condition over _DATABASE, _SCHEMA and _TABLE of the catalogue views, true for what the role may see. */
  visibleCondition(role: string): string {
    const columns = ['_DATABASE', '_SCHEMA', '_TABLE'];
    const conditions = this.#grantsOf(role).map(({ on }) =>
      on
        .map((part, index) => {
          const equals = `${columns[index] ?? ''} = ${quoteText(part)}`;
          return index === 0 ? equals : `(${columns[index] ?? ''} IS NULL OR ${equals})`;
        })
        .join(' AND '),
    );
    return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' OR ');
  }

  #grantsOf(role: string): readonly ParsedGrant[] {
    return this.#grants.get(role) ?? [];
  }

  #isCovered(role: string, parts: readonly string[], privileges: readonly Grant['privilege'][]): boolean {
    return this.#grantsOf(role).some(
      ({ privilege, on }) => privileges.includes(privilege) && on.every((part, index) => part === parts[index]),
    );
  }
}
