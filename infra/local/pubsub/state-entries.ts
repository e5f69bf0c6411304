import { z } from 'zod';
import { messageSchema, snapshotSchema, subscriptionSchema, topicSchema } from './records.ts';

const backlogSchema = z.array(z.object({ message: messageSchema, attempts: z.int().min(0) }));

/** One change of the state, one line of the log. Names are full resource names. */
export const stateEntrySchema = z.discriminatedUnion('change', [
  z.object({ change: z.literal('serial-reached'), serial: z.number() }),
  z.object({ change: z.literal('topic-set'), topic: topicSchema }),
  z.object({ change: z.literal('topic-deleted'), name: z.string() }),
  z.object({ change: z.literal('subscription-set'), subscription: subscriptionSchema }),
  z.object({ change: z.literal('subscription-deleted'), name: z.string() }),
  /** Messages of a topic, and the subscriptions that deliver them, each as far as its filter takes them. */
  z.object({
    change: z.literal('published'),
    topic: z.string(),
    messages: z.array(messageSchema),
    receivers: z.array(z.string()),
  }),
  z.object({ change: z.literal('attempted'), subscription: z.string(), messageId: z.string(), attempts: z.int() }),
  z.object({ change: z.literal('settled'), subscription: z.string(), messageId: z.string() }),
  z.object({ change: z.literal('backlog-cleared'), subscription: z.string() }),
  z.object({ change: z.literal('backlog-added'), subscription: z.string(), backlog: backlogSchema }),
  z.object({ change: z.literal('snapshot-set'), snapshot: snapshotSchema }),
  z.object({ change: z.literal('snapshot-deleted'), name: z.string() }),
  /** Messages that a topic, a subscription or a snapshot keeps for seeking. */
  z.object({ change: z.literal('retained'), owner: z.string(), messages: z.array(messageSchema) }),
]);
export type StateEntry = z.infer<typeof stateEntrySchema>;
