import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { conversationSchema, turnSchema, type Conversation, type Turn } from '#shared/schemas/conversation.ts';
import { findingSchema, handoffSchema, type Handoff } from '#shared/schemas/handoff.ts';
import type { DocumentData, FieldValue } from '#shared/state/document-store.ts';
import { digestOf } from './handoff-id.ts';

/** How long conversations, turns and their trail are kept. */
const RETENTION_MS = 90 * 24 * 60 * 60_000;

/** Where each record is kept. Everything of a turn lies below it, so that it can be read and deleted as one. */
export const paths = {
  conversation: (conversationId: string) => `conversations/${conversationId}`,
  turn: (conversationId: string, turnId: string) => `conversations/${conversationId}/turns/${turnId}`,
  handoffs: (conversationId: string, turnId: string) => `conversations/${conversationId}/turns/${turnId}/handoffs`,
  handoff: (conversationId: string, turnId: string, id: string) =>
    `conversations/${conversationId}/turns/${turnId}/handoffs/${id}`,
  run: (conversationId: string, turnId: string, runId: string) =>
    `conversations/${conversationId}/turns/${turnId}/runs/${runId}`,
  outbox: (id: string) => `outbox/${id}`,
};

/** A suspended agent: what it knew, and which replies it waits for. */
export const runSchema = z.looseObject({
  runId: z.string(),
  agent: z.string(),
  /** Grows with each change, from 0 when first stored: a writer who read an older one loses. */
  revision: z.int().min(-1),
  /** The step that suspended and will be resumed. */
  step: z.string(),
  /** The agent's record so far. */
  record: z.unknown(),
  /** Request id → the reply, or null while it is awaited. */
  replies: z.record(z.string(), handoffSchema.nullable()),
  /** What steps found so far, over all deliveries. */
  trail: z.array(findingSchema),
  /** The handoff that started the run: its reply goes there. */
  startedBy: handoffSchema,
});
export type Run = z.infer<typeof runSchema>;

/** One handoff as it is kept: the trail's document and the receiver's done-mark in one. */
export interface HandoffRecord {
  readonly id: string;
  /** The message exactly as it was published. */
  readonly json: string;
  readonly digest: string;
  readonly issuedAt: number;
  /** When its receiver had done its work; null while it has not. */
  readonly doneAt: number | null;
  /** Ids that the receiver handed on, for publishing again what a crash kept back. */
  readonly handedOn: readonly string[];
  /** Whether its receiver ended the turn with it. */
  readonly endedTurn: boolean;
  /** Who may work on it: grows by one each time that someone takes it on. 0 while nobody has. */
  readonly fence: number;
  /** Until when whoever took it on last may be believed to be at work, epoch milliseconds. */
  readonly leasedUntil: number;
}

/** A handoff that is committed and not yet known to be published. */
export interface OutboxRow {
  readonly topic: string;
  readonly handoffPath: string;
  readonly createdAt: number;
}

function parsed<Shape extends z.ZodType>(schema: Shape, value: unknown, what: string): z.infer<Shape> {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new AppError('invalid_state', `A stored ${what} can't be read.`, { cause: result.error });
  }
  return result.data;
}

function parsedJson<Shape extends z.ZodType>(
  schema: Shape,
  text: FieldValue | undefined,
  what: string,
): z.infer<Shape> {
  return parsed(schema, typeof text === 'string' ? JSON.parse(text) : null, what);
}

const expiry = (now: number): Date => new Date(now + RETENTION_MS);

export function conversationToData(conversation: Conversation): DocumentData {
  const { conversationId, ownerId, model, turnCount, openTurns, createdAt, updatedAt } = conversation;
  const expireAt = expiry(updatedAt);
  return { conversationId, ownerId, model, turnCount, openTurns, createdAt, updatedAt, expireAt };
}

export function conversationFromData(data: DocumentData): Conversation {
  return parsed(conversationSchema, data, 'conversation');
}

export function turnToData(turn: Turn): DocumentData {
  const { turnId, conversationId, ownerId, sequence, question, model, askedAt, deadlineAt, status, handoffs } = turn;
  return {
    turnId,
    conversationId,
    ownerId,
    sequence,
    question,
    model,
    askedAt,
    deadlineAt,
    status,
    handoffs,
    stepsJson: JSON.stringify(turn.steps),
    answerJson: turn.answer === null ? null : JSON.stringify(turn.answer),
    expireAt: expiry(askedAt),
  };
}

export function turnFromData(data: DocumentData): Turn {
  const { stepsJson, answerJson, expireAt: _, ...fields } = data;
  const steps: unknown = typeof stepsJson === 'string' ? JSON.parse(stepsJson) : [];
  const answer: unknown = typeof answerJson === 'string' ? JSON.parse(answerJson) : null;
  return parsed(turnSchema, { ...fields, steps, answer }, 'turn');
}

export function runToData(run: Run, now: number): DocumentData {
  return { agent: run.agent, revision: run.revision, stateJson: JSON.stringify(run), expireAt: expiry(now) };
}

export function runFromData(data: DocumentData): Run {
  return parsedJson(runSchema, data['stateJson'], 'run');
}

const handoffRecordSchema = z.looseObject({
  id: z.string(),
  json: z.string(),
  digest: z.string(),
  issuedAt: z.number(),
  doneAt: z.number().nullable(),
  handedOn: z.array(z.string()),
  endedTurn: z.boolean().default(false),
  fence: z.int().nonnegative().default(0),
  leasedUntil: z.number().default(0),
});

export function handoffToData(handoff: Handoff): DocumentData {
  const json = JSON.stringify(handoff);
  return {
    id: handoff.id,
    kind: handoff.kind,
    from: handoff.from,
    to: handoff.to,
    issuedAt: handoff.issuedAt,
    json,
    digest: digestOf(json),
    doneAt: null,
    handedOn: [],
    endedTurn: false,
    fence: 0,
    leasedUntil: 0,
    expireAt: expiry(handoff.issuedAt),
  };
}

export function handoffFromData(data: DocumentData): HandoffRecord {
  return parsed(handoffRecordSchema, data, 'handoff');
}

const outboxRowSchema = z.looseObject({ topic: z.string(), handoffPath: z.string(), createdAt: z.number() });

export function outboxToData(row: OutboxRow): DocumentData {
  return { topic: row.topic, handoffPath: row.handoffPath, createdAt: row.createdAt };
}

export function outboxFromData(data: DocumentData): OutboxRow {
  return parsed(outboxRowSchema, data, 'outbox row');
}
