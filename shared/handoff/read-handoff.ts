import { AppError } from '#shared/errors/app-error.ts';
import { edgeOf } from '#shared/schemas/edges.ts';
import { HANDOFF_VERSION, handoffSchema, OLDEST_HANDOFF_VERSION, type Handoff } from '#shared/schemas/handoff.ts';
import { z } from 'zod';
import type { PushMessage } from '#shared/messaging/push-message.ts';

const versionedSchema = z.looseObject({ version: z.int() });

/**
 * Parses a message and checks that it came along an edge that ends at `receiver`.
 *
 * Read are this version and the one before, with fields that we don't know kept. A newer one is left to an instance
 * that is newer: during a deploy there is one, and a later delivery finds it.
 *
 * @throws AppError `newer_version`, which another delivery may cure; `invalid_message`, `untrusted_sender`.
 */
export function readHandoff(message: PushMessage, receiver: string): Handoff {
  const json = parseJson(message.text);
  requireReadableVersion(json);
  const parsed = handoffSchema.safeParse(json);
  if (!parsed.success) throw new AppError('invalid_message', 'The message is not a handoff.', { cause: parsed.error });
  requireEdge(message, parsed.data, receiver);
  requireEqualAttributes(message.attributes, parsed.data);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_message', 'The message is not JSON.', { cause: error });
  }
}

function requireReadableVersion(json: unknown): void {
  const parsed = versionedSchema.safeParse(json);
  if (!parsed.success) throw new AppError('invalid_message', 'The message is not a handoff.', { cause: parsed.error });
  const { version } = parsed.data;
  if (version > HANDOFF_VERSION) {
    const message = `Handoff version ${version} is newer than this instance reads.`;
    throw new AppError('newer_version', message, { details: { version } });
  }
  if (version < OLDEST_HANDOFF_VERSION) {
    throw new AppError('invalid_message', `Handoff version ${version} is no longer read.`, { details: { version } });
  }
}

function requireEdge({ subscription }: PushMessage, handoff: Handoff, receiver: string): void {
  const edge = edgeOf(subscription);
  const isAlongIt =
    edge?.to === receiver && handoff.to === receiver && edge.kind === handoff.kind && edge.from === handoff.from;
  if (isAlongIt) return;
  throw new AppError('untrusted_sender', 'The handoff came along a way that nobody may hand it on.', {
    details: { subscription },
  });
}

/** Attributes of a message; they repeat what the handoff says, for whoever must route it unread. */
export function attributesOf(handoff: Handoff): Readonly<Record<string, string>> {
  const { kind, conversationId, turnId, traceparent } = handoff;
  return { kind, conversationId, turnId, ...(traceparent === null ? {} : { traceparent }) };
}

function requireEqualAttributes(attributes: Readonly<Record<string, string>>, handoff: Handoff): void {
  for (const [name, value] of Object.entries(attributesOf(handoff))) {
    if (attributes[name] === undefined || attributes[name] === value) continue;
    throw new AppError('untrusted_sender', 'The message’s attributes say otherwise than its handoff.', {
      details: { attribute: name },
    });
  }
}
