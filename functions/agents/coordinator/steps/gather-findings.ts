import { AppError } from '#shared/errors/app-error.ts';
import { awaitReplies, found, type Step } from '#shared/agent/define-agent.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

const REQUEST = 'analysis';

/** Hands the question to data-intelligence and takes its analysis. */
export const gatherFindings: Step<Coordination, CoordinatorDeps> = {
  name: 'gather-findings',
  run(record, { defaultModel }) {
    const { question, today, locale, timeZone } = record.asked;
    const brief = {
      question,
      today,
      locale,
      timeZone,
      model: record.model ?? defaultModel,
      past: record.past,
    };
    return awaitReplies(record, 'Handed the question to data-intelligence.', [
      { id: REQUEST, draft: { kind: 'analysis.requested', to: 'data-intelligence', brief } },
    ]);
  },
  resume(record, replies) {
    const reply = replies.get(REQUEST);
    if (reply?.kind !== 'analysis.completed')
      throw new AppError('invalid_message', 'The analysis was answered by something else.');
    const { analysis } = reply.brief;
    return found({ ...record, analysis }, `The analysis is in: ${analysis.outcome}.`);
  },
};
