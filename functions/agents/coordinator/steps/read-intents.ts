import { found, type Step } from '#shared/agent/define-agent.ts';
import { readIntent } from '#shared/conversation/read-intent.ts';
import { splitQuestions } from '#shared/conversation/split-questions.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Takes the message apart into its questions, and says what each of them wants. */
export const readIntents: Step<Coordination, CoordinatorDeps> = {
  name: 'read-intents',
  run(record) {
    const questions = splitQuestions(record.asked.question).map((text) => ({ text, intent: readIntent(text) }));
    const intents = questions.map(({ intent }) => intent).join(', ');
    const finding =
      questions.length === 1 ? `The message is a ${intents}.` : `${questions.length} questions: ${intents}.`;
    return found({ ...record, questions }, finding);
  },
};
