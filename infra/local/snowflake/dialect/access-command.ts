import type { ObjectName } from './object-name.ts';

export type PolicyKind = 'row-access' | 'masking';

/** What a GRANT or REVOKE is about: an object, or all or future objects in one. */
export interface GrantTarget {
  readonly kind: 'database' | 'schema' | 'table' | 'view' | 'warehouse' | 'account';
  /** `all` and `future` mean objects of this kind in the database or schema that is named. */
  readonly reach: 'object' | 'all' | 'future';
  /** Empty for the account. */
  readonly name: ObjectName;
  /** What `name` is when the reach is wider than an object. */
  readonly container: 'database' | 'schema' | null;
}

export interface PolicyParameter {
  /** As Snowflake stores the name. */
  readonly name: string;
  readonly type: string;
}

/** How ALTER TABLE changes the policies of a table or view. Columns in the order of the policy's parameters. */
export type PolicyChange =
  | { readonly kind: 'add-row-access'; readonly policy: ObjectName; readonly columns: readonly string[] }
  | { readonly kind: 'drop-row-access'; readonly policy: ObjectName | null }
  | {
      readonly kind: 'set-masking';
      readonly policy: ObjectName;
      readonly columns: readonly string[];
      readonly force: boolean;
    }
  | { readonly kind: 'unset-masking'; readonly column: string };

/** A statement about roles, rights and policies, which the server keeps itself. */
export type AccessCommand =
  | {
      readonly name: 'create-role';
      readonly role: string;
      readonly ifNotExists: boolean;
      readonly orReplace: boolean;
    }
  | { readonly name: 'drop-role'; readonly role: string; readonly ifExists: boolean }
  | {
      readonly name: 'grant-role' | 'revoke-role';
      readonly role: string;
      readonly to: { readonly kind: 'role' | 'user'; readonly name: string };
    }
  | {
      readonly name: 'grant' | 'revoke';
      /** Upper-case, such as SELECT, USAGE, CREATE TABLE; ALL for all of them. */
      readonly privileges: readonly string[];
      readonly target: GrantTarget;
      readonly role: string;
    }
  | {
      readonly name: 'create-policy';
      readonly kind: PolicyKind;
      readonly policy: ObjectName;
      readonly parameters: readonly PolicyParameter[];
      /** Snowflake SQL over the parameters. */
      readonly body: string;
      readonly orReplace: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly name: 'drop-policy';
      readonly kind: PolicyKind;
      readonly policy: ObjectName;
      readonly ifExists: boolean;
    }
  | { readonly name: 'change-policies'; readonly table: ObjectName; readonly changes: readonly PolicyChange[] };
