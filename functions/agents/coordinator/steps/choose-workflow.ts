import { found, type Step } from '#shared/agent/define-agent.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Decides which model the question is read with and who works on it. */
export const chooseWorkflow: Step<Coordination, CoordinatorDeps> = {
  name: 'choose-workflow',
  run(record, { defaultModel }) {
    const model = record.model ?? defaultModel;
    const waves = record.questions.length === 1 ? 'One question' : `${record.questions.length} questions`;
    return found({ ...record, model }, `${waves}, to be answered with the model ${model}.`);
  },
};
