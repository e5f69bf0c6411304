import { z } from 'zod';

const textMapSchema = z.record(z.string(), z.string());

const versionRecordSchema = z.object({
  number: z.int().positive(),
  /** Base64; null once the version is destroyed. */
  data: z.string().nullable(),
  state: z.enum(['ENABLED', 'DISABLED', 'DESTROYED']),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  destroyedAt: z.number().nullable(),
  etag: z.string(),
  /** Whether the client sent a checksum with the payload. */
  hasClientChecksum: z.boolean(),
});
export type VersionRecord = z.infer<typeof versionRecordSchema>;

export const secretRecordSchema = z.object({
  /** `projects/P/secrets/ID`. */
  name: z.string(),
  labels: textMapSchema,
  annotations: textMapSchema,
  /** Alias to version number, as text. */
  versionAliases: textMapSchema,
  createdAt: z.number(),
  etag: z.string(),
  /** Oldest first; numbers are never used twice. */
  versions: z.array(versionRecordSchema),
});
/** One secret as the server keeps it. */
export type SecretRecord = z.infer<typeof secretRecordSchema>;

/** What a state file holds. */
export const vaultStateSchema = z.object({ secrets: z.array(secretRecordSchema) });
