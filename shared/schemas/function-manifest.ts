import { z } from 'zod';

/**
 * What the platform must know of a function: `functions/<group>/<name>/function.json`.
 *
 * The local stack and Terraform both read it, so that adding a function is adding a folder.
 */
export const functionManifestSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Name of the handler that `index.ts` exports. */
  entryPoint: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/),
  /** One sentence for people. */
  description: z.string(),
  /** `https`: called by clients; `handoffs`: fed by its push subscriptions; `schedule`: called by Cloud Scheduler. */
  trigger: z.enum(['https', 'handoffs', 'schedule']),
  /** Ids of the topics it is subscribed to; each is an edge that ends here, or the dead letters' topic. */
  receives: z.array(z.string()).default([]),
  /** Ids of the topics it may publish to; each is an edge that begins here. */
  publishes: z.array(z.string()).default([]),
  /** Environment variable → id of the secret that it names. */
  secrets: z.record(z.string(), z.string()).default({}),
  /** Environment variables it reads beyond the platform's own. */
  environment: z.array(z.string()).default([]),
  /** Five-field cron, for `schedule`. */
  schedule: z.string().optional(),
  memoryMb: z.int().min(128).max(32_768).default(512),
  /** At most 540 for anything fed by Pub/Sub: less than the acknowledgement deadline of 600. */
  timeoutSeconds: z.int().min(1).max(3_600).default(60),
  concurrency: z.int().min(1).max(1_000).default(8),
  minInstances: z.int().min(0).default(0),
  maxInstances: z.int().min(1).default(10),
});
export type FunctionManifest = z.infer<typeof functionManifestSchema>;
