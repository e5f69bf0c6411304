import type { Turn } from '#shared/schemas/conversation.ts';
import { handoffSchema, type Handoff } from '#shared/schemas/handoff.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { handoffFromData, paths } from './stored-records.ts';

/** One handoff as people read it. */
export interface TrailEntry {
  readonly id: string;
  readonly kind: Handoff['kind'];
  readonly from: string;
  readonly to: string;
  readonly issuedAt: string;
  /** When its receiver had done its work; null while it has not. */
  readonly doneAt: string | null;
  /** What the receiver needed, in words. */
  readonly brief: string;
  /** What the sender found or decided before handing on. */
  readonly found: readonly { readonly step: string; readonly finding: string; readonly ms: number }[];
}

export interface TrailDocument {
  readonly turnId: string;
  readonly conversationId: string;
  readonly question: string;
  readonly outcome: string;
  readonly handoffs: readonly TrailEntry[];
  /** What the last receiver found before it ended the turn. */
  readonly ending: TrailEntry['found'];
}

/** More handoffs than this are left out; a turn is ended long before. */
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
      return `Run the tool ${handoff.brief.tool}.`;
    case 'tool.answered':
      return handoff.brief.ok
        ? `The tool ${handoff.brief.tool} answered.`
        : `The tool ${handoff.brief.tool} failed: ${handoff.brief.error.code}.`;
  }
}

/** Reads the trail of a turn: every handoff in order, each with what its sender found. */
export async function readTrail(turn: Turn, store: DocumentStore): Promise<TrailDocument> {
  const found = await store.find({
    collection: paths.handoffs(turn.conversationId, turn.turnId),
    orderBy: [{ field: 'issuedAt', direction: 'asc' }],
    limit: MAX_HANDOFFS,
  });
  const records = found.map(({ data }) => handoffFromData(data));
  const handoffs = records.map((record) => ({ record, handoff: handoffSchema.parse(JSON.parse(record.json)) }));
  handoffs.sort((a, b) => a.handoff.issuedAt - b.handoff.issuedAt || a.handoff.hop - b.handoff.hop);
  let told = 0;
  const entries = handoffs.map(({ record, handoff }): TrailEntry => {
    const news = handoff.trail.slice(told);
    told = Math.max(told, handoff.trail.length);
    return {
      id: handoff.id,
      kind: handoff.kind,
      from: handoff.from,
      to: handoff.to,
      issuedAt: new Date(handoff.issuedAt).toISOString(),
      doneAt: record.doneAt === null ? null : new Date(record.doneAt).toISOString(),
      brief: describeBrief(handoff),
      found: news.map(({ step, finding, ms }) => ({ step, finding, ms })),
    };
  });
  return {
    turnId: turn.turnId,
    conversationId: turn.conversationId,
    question: turn.question,
    outcome: turn.answer?.outcome ?? 'pending',
    handoffs: entries,
    ending: turn.steps.slice(told).map(({ step, finding, ms }) => ({ step, finding, ms })),
  };
}

/** Text that Markdown shows as it is. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replace(/\s+/g, ' ');
}

function findingLines(found: TrailEntry['found']): string[] {
  return found.map(({ step, finding, ms }) => `- ${step} (${ms} ms): ${escapeMarkdown(finding)}`);
}

/** The trail as a document to read. */
export function trailToMarkdown(trail: TrailDocument): string {
  const sections = trail.handoffs.flatMap((entry, at) => [
    '',
    `## ${at + 1}. ${entry.from} → ${entry.to}: ${entry.kind}`,
    '',
    ...findingLines(entry.found),
    `- handed on at ${entry.issuedAt}: ${escapeMarkdown(entry.brief)}`,
    entry.doneAt === null ? '- not worked on yet' : `- worked on until ${entry.doneAt}`,
  ]);
  return [
    `# ${escapeMarkdown(trail.question)}`,
    '',
    `Turn ${trail.turnId}, ${trail.outcome}, ${trail.handoffs.length} handoffs.`,
    ...sections,
    ...(trail.ending.length === 0 ? [] : ['', '## The end', '', ...findingLines(trail.ending)]),
    '',
  ].join('\n');
}
