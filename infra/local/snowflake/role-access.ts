import type { Account, UserAccount } from './account.ts';
import type { WriteVerb } from './dialect/lowered.ts';
import { mayDo, mayUse, mayWrite, type Right, rightOfGrant, visibleTo } from './rights.ts';
import type { TableName } from './table-name.ts';

/** What a session's role lets it read, and what a view's owner may: the part that resolving names needs. */
export interface ReadAccess {
  canRead(roles: readonly string[], name: TableName): boolean;
  canUse(roles: readonly string[], database: string, schema?: string): boolean;
  visibleCondition(roles: readonly string[]): string;
}

/** A view and a policy read with their owner's rights, not the reader's. */
export const OWNER_ACCESS: ReadAccess = { canRead: () => true, canUse: () => true, visibleCondition: () => 'true' };

/** Roles, who has them, and what each may see and do. */
export class RoleAccess implements ReadAccess {
  readonly #rights = new Map<string, readonly Right[]>();
  /** Roles granted to a role. */
  readonly #below = new Map<string, ReadonlySet<string>>();
  /** Roles granted to a user, by statement; those of the options come first. */
  readonly #ofUser = new Map<string, ReadonlySet<string>>();
  readonly #administrators: ReadonlySet<string>;

  constructor(account: Account) {
    for (const { name, grants } of account.roles) this.#rights.set(name, grants.map(rightOfGrant));
    this.#administrators = new Set(
      account.roles.filter(({ isAdministrator }) => isAdministrator === true).map(({ name }) => name),
    );
  }

  hasRole(role: string): boolean {
    return this.#rights.has(role);
  }

  /** Whether one of the roles may create roles and grant anything, as SECURITYADMIN may. */
  isAdministrator(roles: readonly string[]): boolean {
    return roles.some((role) => this.#administrators.has(role));
  }

  rolesOfUser(user: UserAccount): readonly string[] {
    return [...new Set([...user.roles, ...(this.#ofUser.get(user.name) ?? [])])].filter((role) => this.hasRole(role));
  }

  /** The roles and all that were granted to them, directly or not. */
  withInherited(roles: readonly string[]): readonly string[] {
    const found = new Set(roles);
    // A set is walked on into what is added while it is walked.
    for (const role of found) for (const lower of this.#below.get(role) ?? []) found.add(lower);
    return [...found];
  }

  rightsOf(role: string): readonly Right[] {
    return this.#rights.get(role) ?? [];
  }

  canRead(roles: readonly string[], { database, schema, table }: TableName): boolean {
    return mayDo(this.#all(roles), ['SELECT', 'IMPORTED PRIVILEGES'], [database, schema, table]);
  }

  /** Whether the roles may do to or create what `parts` names (one to three parts). */
  canWrite(roles: readonly string[], verb: WriteVerb, parts: readonly string[]): boolean {
    return mayWrite(this.#all(roles), verb, parts);
  }

  /** Whether the roles may use the database, or its schema when one is given. */
  canUse(roles: readonly string[], database: string, schema?: string): boolean {
    const rights = this.#all(roles);
    return mayUse(rights, [database]) && (schema === undefined || mayUse(rights, [database, schema]));
  }

  /** Whether the roles own the object, or all around it. */
  owns(roles: readonly string[], parts: readonly string[]): boolean {
    return mayDo(this.#all(roles), ['OWNERSHIP'], parts);
  }

  visibleCondition(roles: readonly string[]): string {
    return visibleTo(this.#all(roles));
  }

  createRole(role: string): void {
    this.#rights.set(role, []);
  }

  dropRole(role: string): void {
    this.#rights.delete(role);
    this.#below.delete(role);
    for (const [holder, roles] of this.#below) this.#below.set(holder, without(roles, role));
    for (const [holder, roles] of this.#ofUser) this.#ofUser.set(holder, without(roles, role));
  }

  grantRole(role: string, to: { readonly kind: 'role' | 'user'; readonly name: string }): void {
    const holders = to.kind === 'role' ? this.#below : this.#ofUser;
    holders.set(to.name, new Set([...(holders.get(to.name) ?? []), role]));
  }

  revokeRole(role: string, from: { readonly kind: 'role' | 'user'; readonly name: string }): void {
    const holders = from.kind === 'role' ? this.#below : this.#ofUser;
    holders.set(from.name, without(holders.get(from.name) ?? new Set(), role));
  }

  grant(role: string, right: Right): void {
    this.revoke(role, right);
    this.#rights.set(role, [...this.rightsOf(role), right]);
  }

  revoke(role: string, right: Right): void {
    this.#rights.set(
      role,
      this.rightsOf(role).filter((held) => !isRevoked(held, right)),
    );
  }

  /** A new object belongs to its creator, and to the roles that were promised rights on what would be created there. */
  created(parts: readonly string[], kind: Right['kind'], creator: string): void {
    for (const role of this.#rights.keys()) {
      const promised = this.rightsOf(role).filter(
        ({ reach, on, kind: each }) =>
          reach === 'future' && each === kind && on.every((part, index) => part === parts[index]),
      );
      for (const { privilege } of promised) this.grant(role, { privilege, on: parts, reach: 'object', kind });
    }
    this.grant(creator, { privilege: 'OWNERSHIP', on: parts, reach: 'object', kind });
  }

  /** Rights on a dropped object, and on all in it, go with it. */
  dropped(parts: readonly string[]): void {
    for (const role of this.#rights.keys()) {
      this.#rights.set(
        role,
        this.rightsOf(role).filter(
          ({ reach, on }) => reach === 'below' || !parts.every((part, index) => part === on[index]),
        ),
      );
    }
  }

  #all(roles: readonly string[]): readonly Right[] {
    return roles.flatMap((role) => this.rightsOf(role));
  }
}

function without(roles: ReadonlySet<string>, role: string): ReadonlySet<string> {
  return new Set([...roles].filter((each) => each !== role));
}

function isRevoked(held: Right, revoked: Right): boolean {
  const isSamePlace = held.on.join('.') === revoked.on.join('.') && held.on.length === revoked.on.length;
  const isSamePrivilege = revoked.privilege === 'ALL' || held.privilege === revoked.privilege;
  return held.reach === revoked.reach && held.kind === revoked.kind && isSamePlace && isSamePrivilege;
}
