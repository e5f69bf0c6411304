import type { JWTVerifyGetKey } from 'jose';

/** A token issuer whose tokens users may be tied to. */
export interface IdentityProvider {
  /** As in the token's `iss`. */
  readonly issuer: string;
  /** jose's createLocalJWKSet or createRemoteJWKSet of the issuer's keys. */
  readonly keys: JWTVerifyGetKey;
}

/** The outside identity a user is tied to, as WORKLOAD_IDENTITY = (TYPE = GCP SUBJECT = '…') does it. */
export interface WorkloadIdentity {
  readonly provider: 'GCP' | 'OIDC';
  readonly issuer: string;
  /** The token's `sub`: for GCP the numeric id of the service account. */
  readonly subject: string;
  /** The token's `aud`; Snowflake's default when absent. */
  readonly audience?: string;
}

/** A user and all ways in which they may log in. Names are upper-case, as Snowflake stores them. */
export interface UserAccount {
  readonly name: string;
  readonly defaultRole: string;
  /** Roles granted to the user, the default role among them. */
  readonly roles: readonly string[];
  readonly defaultWarehouse?: string;
  readonly defaultDatabase?: string;
  readonly defaultSchema?: string;
  readonly password?: string;
  /** RSA public keys, SPKI in PEM. */
  readonly publicKeys?: readonly string[];
  readonly programmaticAccessTokens?: readonly string[];
  readonly workloadIdentities?: readonly WorkloadIdentity[];
  /** Issuer and subject of OAuth access tokens that stand for this user. */
  readonly oauthIdentities?: readonly { readonly issuer: string; readonly subject: string }[];
}

/** What a role may do, and where: `DB`, `DB.SCHEMA` or `DB.SCHEMA.TABLE`; a wider name covers all below it. */
export interface Grant {
  /** ALL covers reading, writing and creating. */
  readonly privilege: 'SELECT' | 'ALL';
  readonly on: string;
}

export interface Role {
  readonly name: string;
  readonly grants: readonly Grant[];
  /** May create roles and grant anything, as SECURITYADMIN may. */
  readonly isAdministrator?: boolean;
}

/** CREATE ROW ACCESS POLICY … and ALTER TABLE … ADD ROW ACCESS POLICY in one, there from the start. */
export interface RowAccessPolicy {
  readonly kind: 'row-access';
  readonly name: string;
  /** `DB.SCHEMA.TABLE`. */
  readonly table: string;
  /** A Snowflake condition over the table's columns; CURRENT_ROLE() and CURRENT_USER() are the reader's. */
  readonly condition: string;
}

/** CREATE MASKING POLICY … and ALTER TABLE … MODIFY COLUMN … SET MASKING POLICY in one. */
export interface MaskingPolicy {
  readonly kind: 'masking';
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** A Snowflake expression that takes the column's place. */
  readonly expression: string;
}

export type Policy = RowAccessPolicy | MaskingPolicy;

/** Who may log in and what they may see. */
export interface Account {
  /** Account identifier that key pair tokens must name; any when absent. */
  readonly name?: string;
  readonly users: readonly UserAccount[];
  readonly roles: readonly Role[];
  readonly policies: readonly Policy[];
  readonly warehouses: readonly string[];
  readonly identityProviders: readonly IdentityProvider[];
}
