import type { AccessCommand } from './access-command.ts';
import type { ObjectName } from './object-name.ts';
import type { VariableAssignment } from './read-variables.ts';

/** What a statement's meaning depends on besides its text. */
export interface DialectSession {
  /** Current database, as Snowflake stores the name; null when none is in use. */
  readonly database: string | null;
  readonly schema: string | null;
  readonly role: string | null;
  /** All roles whose rights the session has: the current one, secondary ones, and those granted to them; absent = none. */
  readonly roles?: readonly string[];
  readonly warehouse: string | null;
  readonly user: string;
  /** Session id as CURRENT_SESSION() returns it. */
  readonly sessionId: string;
  /**
   * Session parameters by upper-case name. The dialect reads WEEK_START (0..7), WEEK_OF_YEAR_POLICY (0, 1),
   * DATE_OUTPUT_FORMAT, TIME_OUTPUT_FORMAT, TIMESTAMP_OUTPUT_FORMAT; all others are ignored. Absent = Snowflake's default.
   */
  readonly parameters: Readonly<Record<string, string>>;
  /** Session variables by upper-case name, each a DuckDB expression without a column; absent = none. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Where a SHOW command looks. */
export type ShowScope =
  | { readonly kind: 'session' }
  | { readonly kind: 'account' }
  /** SHOW GRANTS TO ROLE, TO USER, OF ROLE. */
  | { readonly kind: 'to-role' | 'to-user' | 'of-role'; readonly grantee: string }
  | { readonly kind: 'database' | 'schema' | 'table'; readonly name: ObjectName | null };

export const SHOW_OBJECTS = [
  'COLUMNS',
  'DATABASES',
  'FUNCTIONS',
  'GRANTS',
  'IMPORTED KEYS',
  'MASKING POLICIES',
  'OBJECTS',
  'PARAMETERS',
  'PRIMARY KEYS',
  'ROLES',
  'ROW ACCESS POLICIES',
  'SCHEMAS',
  'TABLES',
  'UNIQUE KEYS',
  'VARIABLES',
  'VIEWS',
  'WAREHOUSES',
] as const;
export type ShowObject = (typeof SHOW_OBJECTS)[number];

/** A statement that the server answers itself, from session state or the catalogue. */
export type Command =
  | { readonly name: 'use'; readonly target: 'database' | 'schema' | 'role' | 'warehouse'; readonly value: ObjectName }
  /** USE SECONDARY ROLES ALL | NONE. */
  | { readonly name: 'use-secondary-roles'; readonly value: 'ALL' | 'NONE' }
  /** Parameter names upper-cased; values as text without quotes, booleans as 'true' / 'false'. */
  | { readonly name: 'alter-session-set'; readonly parameters: Readonly<Record<string, string>> }
  | { readonly name: 'alter-session-unset'; readonly parameters: readonly string[] }
  | {
      readonly name: 'show';
      readonly object: ShowObject;
      readonly terse: boolean;
      /** A LIKE pattern, matched without regard to case; null = no LIKE. */
      readonly like: string | null;
      /** STARTS WITH, case-sensitive; null = none. */
      readonly startsWith: string | null;
      readonly limit: number | null;
      readonly scope: ShowScope;
    }
  | { readonly name: 'describe'; readonly object: 'table' | 'view'; readonly value: ObjectName }
  | { readonly name: 'begin' }
  | { readonly name: 'commit' }
  | { readonly name: 'rollback' }
  | { readonly name: 'set-variables'; readonly assignment: VariableAssignment }
  | { readonly name: 'unset-variables'; readonly variables: readonly string[] }
  | AccessCommand;

/** First words of a statement that changes data or objects; Snowflake's statement type id hangs on it. */
export type WriteVerb =
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'MERGE'
  | 'TRUNCATE'
  | 'CREATE DATABASE'
  | 'CREATE SCHEMA'
  | 'CREATE TABLE'
  | 'CREATE VIEW'
  | 'DROP DATABASE'
  | 'DROP SCHEMA'
  | 'DROP TABLE'
  | 'DROP VIEW'
  | 'ALTER TABLE'
  | 'COMMENT';

/** A key of a table. Snowflake records keys and does not enforce them; neither does the lowered SQL. */
export interface TableConstraint {
  readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY';
  readonly name: string | null;
  readonly columns: readonly string[];
  /** What a foreign key points to; null for the others. No columns = the other table's primary key. */
  readonly references: { readonly table: ObjectName; readonly columns: readonly string[] } | null;
}

/** A Snowflake statement made ready for DuckDB (or for the server's own hands). */
export type Lowered =
  | {
      readonly kind: 'query';
      /** One DuckDB SELECT without a semicolon; needs the macros of installMacros. Names its output columns as Snowflake does. */
      readonly sql: string;
      /** One entry per item of the select list; null = take DuckDB's name (a star, which may stand for many columns). */
      readonly columnNames: readonly (string | null)[];
      /** How many positional binds (`?` or `:1`) the statement has; sql always has them as $1, $2 … */
      readonly bindCount: number;
    }
  | { readonly kind: 'command'; readonly command: Command }
  | {
      readonly kind: 'write';
      /** DuckDB statements to run in order; usually one. The last one's changed-row count is the answer's. */
      readonly sql: readonly string[];
      readonly verb: WriteVerb;
      /** The object written to, for the answer's text (`Table ORDERS successfully created.`). */
      readonly target: ObjectName;
      /** Keys declared by CREATE TABLE or ALTER TABLE, for the server's catalogue. */
      readonly constraints: readonly TableConstraint[];
      readonly bindCount: number;
    };

/** A write before its binds are counted. */
export type Write = Omit<Extract<Lowered, { kind: 'write' }>, 'kind' | 'bindCount'>;
