import { z } from 'zod';
import type { Turn } from '#shared/schemas/conversation.ts';
import { handoffSchema, type Finding, type Handoff } from '#shared/schemas/handoff.ts';
import { conversationIdSchema, instantSchema, turnIdSchema } from '#shared/schemas/primitives.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { checkNames } from './handoff-checks.ts';
import { handoffFromData, paths, type HandoffRecord } from './stored-records.ts';

/** One handoff as people read it: what its receiver was given, found or decided, and handed on. */
export const trailEntrySchema = z.object({
  id: z.string(),
  kind: z.string(),
  from: z.string(),
  to: z.string(),
  issuedAt: instantSchema,
  doneAt: instantSchema.nullable().describe('When its receiver had done its work; null while it has not.'),
  tookMs: z.number().nullable().describe('From handing on to done, milliseconds.'),
  received: z.string().describe('What the receiver was given, in words.'),
  checked: z.array(z.string()).describe('What was seen to hold before the work began.'),
  found: z
    .array(z.object({ step: z.string(), finding: z.string(), ms: z.number() }))
    .describe('What the receiver found or decided, step by step, and how long each took.'),
  handedOn: z
    .array(z.object({ id: z.string(), kind: z.string(), to: z.string(), needs: z.string() }))
    .describe('To whom it handed on, and what they needed.'),
  endedTurn: z.boolean().describe('Whether the receiver ended the turn with it.'),
});
export type TrailEntry = z.infer<typeof trailEntrySchema>;

export const trailSchema = z.object({
  turnId: turnIdSchema,
  conversationId: conversationIdSchema,
  question: z.string(),
  outcome: z.string(),
  failure: z.string().nullable().describe('Code of the failure, when the turn failed.'),
  totalMs: z.number().nullable(),
  handoffs: z.array(trailEntrySchema),
});
export type TrailDocument = z.infer<typeof trailSchema>;

/** More handoffs than this are left out; a turn is ended before. */
const MAX_HANDOFFS = 200;

function describeBrief(handoff: Handoff): string {
  switch (handoff.kind) {
    case 'turn.asked':
      return `The question: ${handoff.brief.question}`;
    case 'analysis.requested':
      return `Answer “${handoff.brief.question}” with the model ${handoff.brief.model}; today is ${handoff.brief.today}.`;
    case 'analysis.completed':
      return `The analysis ended ${handoff.brief.analysis.outcome}.`;
    case 'tool.called':
      return `Run the tool ${handoff.brief.tool} for “${handoff.correlation?.requestId ?? 'nobody'}”.`;
    case 'tool.answered':
      return handoff.brief.ok
        ? `The tool ${handoff.brief.tool} answered.`
        : `The tool ${handoff.brief.tool} failed: ${handoff.brief.error.code}.`;
  }
}

/** A handoff with its record, in the order in which it was worked on. */
export interface RecordedHandoff {
  readonly record: HandoffRecord;
  readonly handoff: Handoff;
}

/** Reads every handoff of a turn, in the order of being handed on. */
export async function readRecordedHandoffs(
  { conversationId, turnId }: Pick<Turn, 'conversationId' | 'turnId'>,
  store: Pick<DocumentStore, 'find'>,
): Promise<readonly RecordedHandoff[]> {
  const found = await store.find({
    collection: paths.handoffs(conversationId, turnId),
    orderBy: [{ field: 'issuedAt', direction: 'asc' }],
    limit: MAX_HANDOFFS,
  });
  return found
    .map(({ data }) => handoffFromData(data))
    .map((record) => ({ record, handoff: handoffSchema.parse(JSON.parse(record.json)) }))
    .toSorted((one, other) => one.handoff.issuedAt - other.handoff.issuedAt || one.handoff.hop - other.handoff.hop);
}

/** Reads the trail of a turn: every handoff in order, each with what its receiver made of it. */
export async function readTrail(turn: Turn, store: Pick<DocumentStore, 'find'>): Promise<TrailDocument> {
  const recorded = await readRecordedHandoffs(turn, store);
  const byId = new Map(recorded.map(({ handoff }) => [handoff.id, handoff]));
  const { answer } = turn;
  return {
    turnId: turn.turnId,
    conversationId: turn.conversationId,
    question: turn.question,
    outcome: answer?.outcome ?? 'pending',
    failure: answer?.failure?.code ?? null,
    totalMs: answer?.timings.totalMs ?? null,
    handoffs: recorded.map((one) => toEntry(one, turn.steps, byId)),
  };
}

function toEntry(
  { record, handoff }: RecordedHandoff,
  steps: readonly Finding[],
  byId: ReadonlyMap<string, Handoff>,
): TrailEntry {
  const { id, kind, from, to, issuedAt } = handoff;
  const { doneAt, handedOn, endedTurn } = record;
  return {
    id,
    kind,
    from,
    to,
    issuedAt: new Date(issuedAt).toISOString(),
    doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
    tookMs: doneAt === null ? null : Math.max(0, doneAt - issuedAt),
    received: describeBrief(handoff),
    checked: doneAt === null ? [] : [...checkNames(kind, 'received')],
    found: steps.filter(({ handoffId }) => handoffId === id).map(({ step, finding, ms }) => ({ step, finding, ms })),
    handedOn: handedOn.flatMap((next) => {
      const given = byId.get(next);
      // The next turn of the conversation is handed on as well, but belongs to its own trail.
      return given === undefined ? [] : [{ id: next, kind: given.kind, to: given.to, needs: describeBrief(given) }];
    }),
    endedTurn,
  };
}

/** Text that Markdown shows as it is. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replace(/\s+/g, ' ');
}

function entryLines({ received, checked, found, handedOn, tookMs, endedTurn, ...entry }: TrailEntry): string[] {
  return [
    `- **Received** at ${entry.issuedAt}: ${escapeMarkdown(received)}`,
    ...(checked.length === 0 ? [] : [`- **Checked**: ${checked.join(', ')}`]),
    ...found.map(({ step, finding, ms }) => `- **Found** by ${step} in ${ms} ms: ${escapeMarkdown(finding)}`),
    ...handedOn.map(({ kind, to, needs }) => `- **Handed on** ${kind} to ${to}: ${escapeMarkdown(needs)}`),
    ...(endedTurn ? ['- **Ended** the turn.'] : []),
    tookMs === null ? '- Not worked on.' : `- Done ${tookMs} ms after it was handed on.`,
  ];
}

/** The trail as a document to read. */
export function trailToMarkdown(trail: TrailDocument): string {
  const { outcome, failure, totalMs, handoffs } = trail;
  const ending = failure === null ? outcome : `${outcome} (${failure})`;
  const taken = totalMs === null ? '' : ` after ${totalMs} ms`;
  return [
    `# ${escapeMarkdown(trail.question)}`,
    '',
    `Turn ${trail.turnId}: ${ending}${taken}, ${handoffs.length} handoffs.`,
    ...handoffs.flatMap((entry, at) => [
      '',
      `## ${at + 1}. ${entry.from} → ${entry.to}: ${entry.kind}`,
      '',
      ...entryLines(entry),
    ]),
    '',
  ].join('\n');
}
