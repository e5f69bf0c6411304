import type { Caller } from './caller.ts';

/** What decides which rows and fields someone may see. */
export interface CallerAccess {
  readonly roles: readonly string[];
  /** Attributes that row policies may ask for, `:user_id` and `:user_email`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** From the signed context alone: no model and no message can write it. */
export function accessOf({ id, email, roles }: Caller): CallerAccess {
  return { roles, attributes: { user_id: id, user_email: email } };
}
