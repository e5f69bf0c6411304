/** How the service proves who it is: workload identity keeps no secret; a key pair is the second choice. */
export type SnowflakeLogin =
  | { readonly method: 'workload-identity' }
  | { readonly method: 'key-pair'; readonly user: string; readonly privateKey: () => Promise<string> };

export interface SnowflakeOptions {
  readonly account: string;
  readonly role: string;
  readonly warehouse: string;
  readonly login: SnowflakeLogin;
  /** Address of another server than the account's own; null in the cloud. */
  readonly accessUrl: string | null;
}
