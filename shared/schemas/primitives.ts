import { z } from 'zod';

/** Calendar date without a time, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date();

/** Instant in UTC, ISO 8601 with `Z`. */
export const instantSchema = z.iso.datetime();

/** Absolute time in epoch milliseconds, UTC. */
export const epochMsSchema = z.int().positive();

/** What one cell of a result may hold; dates and times are ISO text, exact decimals too large for a double are text. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

/** Anything that JSON can carry. */
export const jsonObjectSchema = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof jsonObjectSchema>;

/** The name of a deployed function: its folder under `functions/<group>/`. */
export const functionNameSchema = z.string().regex(/^[a-z][a-z0-9-]{2,40}$/);

/** Unguessable ids: a prefix that says what they name, and 128 random bits in base32. */
export const conversationIdSchema = z.string().regex(/^conv_[a-z2-7]{26}$/);
export const turnIdSchema = z.string().regex(/^turn_[a-z2-7]{26}$/);
