import { found, type Step } from '#shared/agent/define-agent.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Adds what the person picked before when words had several meanings, so that nobody asks twice. */
export const recallChoices: Step<Coordination, CoordinatorDeps> = {
  name: 'recall-choices',
  async run(record, { recallChoices: recall }, { turn }) {
    const choices = await recall(turn.caller.id, record.model ?? '');
    const finding = choices.length === 0 ? 'No earlier choices.' : `Knows ${String(choices.length)} earlier choices.`;
    return found({ ...record, choices: [...choices] }, finding);
  },
};
