import { z } from 'zod';

/** What a message wants. Whether a `question` is new or goes on from the one before is found when it is planned. */
export const intentSchema = z.enum([
  'question',
  'greeting',
  'thanks',
  'help',
  'catalogue',
  'definition',
  'freshness',
  'why',
  'forecast',
  'anomaly',
  'quality',
  'summary',
  'feedback',
  'write',
  'out-of-scope',
]);
export type Intent = z.infer<typeof intentSchema>;
