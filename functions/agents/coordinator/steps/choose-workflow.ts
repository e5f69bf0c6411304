import { found, type Step } from '#shared/agent/define-agent.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Decides which model the question is read with and who works on it. */
export const chooseWorkflow: Step<Coordination, CoordinatorDeps> = {
  name: 'choose-workflow',
  run(record, { defaultModel }) {
    const model = record.model ?? defaultModel;
    return found({ ...record, model }, `A data question, to be answered with the model ${model}.`);
  },
};
