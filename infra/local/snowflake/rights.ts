import type { Grant } from './account.ts';
import type { GrantTarget } from './dialect/access-command.ts';
import type { WriteVerb } from './dialect/lowered.ts';
import { parseName, quoteText } from './sql-text.ts';

/** One right of a role. */
export interface Right {
  /** Upper-case, such as SELECT, USAGE, CREATE TABLE, OWNERSHIP; ALL stands for every one. */
  readonly privilege: string;
  /** One to three parts of a database, schema or table; empty for the account. */
  readonly on: readonly string[];
  /**
   * `below`: the object and everything in it, now and later, with the USAGE that takes. `object`: it alone. `future`: objects of
   * `kind` that will be created in it.
   */
  readonly reach: 'below' | 'object' | 'future';
  readonly kind: GrantTarget['kind'];
}

const KIND_BY_LENGTH = ['account', 'database', 'schema', 'table'] as const;

/** A grant of the account's options: a wider name covers all below it. */
export function rightOfGrant({ privilege, on }: Grant): Right {
  const parts = parseName(on);
  return { privilege, on: parts, reach: 'below', kind: KIND_BY_LENGTH[parts.length] ?? 'table' };
}

/** Privileges on a table that let it be read, and on anything that count for all others. */
const ALL_OF_THEM: ReadonlySet<string> = new Set(['ALL', 'OWNERSHIP']);

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);

/** Whether a right reaches an object with one of the privileges. */
function covers(right: Right, privileges: readonly string[], parts: readonly string[]): boolean {
  if (!ALL_OF_THEM.has(right.privilege) && !privileges.includes(right.privilege)) return false;
  if (right.reach === 'below') return right.on.every((part, index) => part === parts[index]);
  return right.reach === 'object' && isSame(right.on, parts);
}

/** USAGE that single rights need on the database and schema around what they are on. */
function hasWayIn(rights: readonly Right[], parts: readonly string[]): boolean {
  return parts.slice(0, -1).every((_, index) => mayUse(rights, parts.slice(0, index + 1)));
}

/** Whether the rights let a database or schema be used: USAGE on it, or a wider right on something in it. */
export function mayUse(rights: readonly Right[], parts: readonly string[]): boolean {
  return rights.some(
    (right) =>
      covers(right, ['USAGE', 'SELECT', 'IMPORTED PRIVILEGES'], parts) ||
      (right.reach === 'below' && parts.every((part, index) => part === right.on[index])),
  );
}

/** Whether the rights let something be done to an object, its database and schema being usable. */
export function mayDo(rights: readonly Right[], privileges: readonly string[], parts: readonly string[]): boolean {
  return rights.some((right) => covers(right, privileges, parts)) && hasWayIn(rights, parts);
}

/** What a statement needs, and on the object itself or on what it is created in. */
const NEEDS: Readonly<Record<WriteVerb, { readonly privilege: string; readonly on: 'object' | 'container' }>> = {
  INSERT: { privilege: 'INSERT', on: 'object' },
  UPDATE: { privilege: 'UPDATE', on: 'object' },
  DELETE: { privilege: 'DELETE', on: 'object' },
  MERGE: { privilege: 'OWNERSHIP', on: 'object' },
  TRUNCATE: { privilege: 'TRUNCATE', on: 'object' },
  'CREATE DATABASE': { privilege: 'CREATE DATABASE', on: 'container' },
  'CREATE SCHEMA': { privilege: 'CREATE SCHEMA', on: 'container' },
  'CREATE TABLE': { privilege: 'CREATE TABLE', on: 'container' },
  'CREATE VIEW': { privilege: 'CREATE VIEW', on: 'container' },
  'DROP DATABASE': { privilege: 'OWNERSHIP', on: 'object' },
  'DROP SCHEMA': { privilege: 'OWNERSHIP', on: 'object' },
  'DROP TABLE': { privilege: 'OWNERSHIP', on: 'object' },
  'DROP VIEW': { privilege: 'OWNERSHIP', on: 'object' },
  'ALTER TABLE': { privilege: 'OWNERSHIP', on: 'object' },
  COMMENT: { privilege: 'OWNERSHIP', on: 'object' },
};

/** Whether the rights let a statement write to or create what `parts` names. */
export function mayWrite(rights: readonly Right[], verb: WriteVerb, parts: readonly string[]): boolean {
  const { privilege, on } = NEEDS[verb];
  if (mayDo(rights, ['OWNERSHIP'], parts)) return true;
  if (verb === 'MERGE') return ['INSERT', 'UPDATE', 'DELETE'].every((each) => mayDo(rights, [each], parts));
  const place = on === 'object' ? parts : parts.slice(0, -1);
  const isUsable = place.length === 0 || mayUse(rights, place);
  return isUsable && mayDo(rights, [privilege], place);
}

/** A condition over _DATABASE, _SCHEMA and _TABLE of the catalogue views, true for what the rights let be seen. */
export function visibleTo(rights: readonly Right[]): string {
  const columns = ['_DATABASE', '_SCHEMA', '_TABLE'];
  const conditions = rights
    .filter(({ reach, on }) => reach !== 'future' && on.length > 0)
    .filter((right) => right.reach === 'below' || hasWayIn(rights, right.on))
    .map(({ on, reach }) =>
      columns
        .flatMap((column, index) => {
          const part = on[index];
          if (part === undefined) return reach === 'below' ? [] : [`${column} IS NULL`];
          const equals = `${column} = ${quoteText(part)}`;
          return [index === 0 ? equals : `(${column} IS NULL OR ${equals})`];
        })
        .join(' AND '),
    );
  return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' OR ');
}
