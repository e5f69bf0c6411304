import { coordinatorAgent } from '../../../functions/agents/coordinator/agent.ts';
import { dataIntelligenceAgent } from '../../../functions/agents/data-intelligence/agent.ts';
import { ModelLibrary } from '../../../functions/agents/data-intelligence/model-library.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import type { RecordedHandoff } from '#shared/handoff/trail-document.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { handoffSchema, type Handoff } from '#shared/schemas/handoff.ts';
import { queryResultSchema } from '#shared/schemas/query-result.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { profileQuery, readProfile, type ModelProfile } from '#shared/sql/compile/profile-query.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';

export interface ReplayDeps {
  readonly store: Pick<DocumentStore, 'find'>;
  readonly models: ReadonlyMap<string, SemanticModel>;
  /** The model of conversations that name none. */
  readonly defaultModel: string;
}

/** Most calls of tools that are looked through for what was known of the data. */
const MAX_CALLS = 5_000;

/** The agents as they are now, with what they could know when the turn was asked. */
export async function createReplayReceivers(
  turn: Turn,
  handoffs: readonly RecordedHandoff[],
  deps: ReplayDeps,
): Promise<readonly HandoffReceiver[]> {
  const { store, models, defaultModel } = deps;
  const library = new ModelLibrary(() => Promise.resolve(models));
  const request = handoffs.find(({ handoff }) => handoff.kind === 'analysis.requested')?.handoff;
  const model = models.get(request?.kind === 'analysis.requested' ? request.brief.model : defaultModel);
  const asksAnew = handoffs.some(({ handoff }) => model !== undefined && isProfileCall(handoff, model));
  const profile = model === undefined || asksAnew ? null : await knownProfile(model, turn.askedAt, store);
  if (model !== undefined && profile !== null) library.learn(model.name, profile, turn.askedAt);
  return [
    receiveAsAgent(coordinatorAgent, {
      conversations: asOf(turn, store),
      // What is remembered by now was partly picked and named later: what was handed on then is what was known.
      recallChoices: () => Promise.resolve(request?.kind === 'analysis.requested' ? request.brief.choices : []),
      recallNamed: () => Promise.resolve(request?.kind === 'analysis.requested' ? request.brief.named : []),
      defaultModel,
    }),
    receiveAsAgent(dataIntelligenceAgent, { library }),
  ];
}

/** The conversation as it was: turns that were asked later are not there yet. */
function asOf({ sequence }: Turn, store: Pick<DocumentStore, 'find'>): Pick<DocumentStore, 'find'> {
  return {
    find: (query) =>
      store.find({
        ...query,
        where: [...(query.where ?? []), { field: 'sequence', operator: '<=', value: sequence }],
      }),
  };
}

function isProfileCall(handoff: Handoff, model: SemanticModel): boolean {
  return handoff.kind === 'tool.called' && handoff.brief.arguments['sql'] === profileQuery(model);
}

/** What an instance had learnt of the model's data by then, from the reply to whichever turn asked for it last. */
async function knownProfile(
  model: SemanticModel,
  before: number,
  store: Pick<DocumentStore, 'find'>,
): Promise<ModelProfile | null> {
  const calls = await handoffsOfKind('tool.called', store);
  const replies = await handoffsOfKind('tool.answered', store);
  const asked = calls.filter((call) => call.issuedAt <= before && isProfileCall(call, model)).at(-1);
  const reply = replies.find(
    ({ turnId, correlation }) =>
      turnId === asked?.turnId &&
      correlation?.runId === asked.correlation?.runId &&
      correlation?.requestId === asked.correlation?.requestId,
  );
  if (reply?.kind !== 'tool.answered' || !reply.brief.ok) return null;
  return readProfile(queryResultSchema.parse(reply.brief.result).rows);
}

/** Handoffs of one kind, of whatever turn, oldest first. */
async function handoffsOfKind(kind: Handoff['kind'], store: Pick<DocumentStore, 'find'>): Promise<readonly Handoff[]> {
  const found = await store.find({
    collection: 'handoffs',
    group: true,
    where: [{ field: 'kind', operator: '==', value: kind }],
    limit: MAX_CALLS,
  });
  return found
    .map(({ data }) => handoffSchema.parse(JSON.parse(String(data['json']))))
    .toSorted((one, other) => one.issuedAt - other.issuedAt);
}
