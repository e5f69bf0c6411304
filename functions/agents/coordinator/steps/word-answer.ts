import { found, type Step } from '#shared/agent/define-agent.ts';
import { joinAnalyses } from '#shared/answer/join-analyses.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Makes one answer of what was found for the questions of the message. */
export const wordAnswer: Step<Coordination, CoordinatorDeps> = {
  name: 'word-answer',
  run(record) {
    const { questions, findings } = record;
    const analysis = joinAnalyses(
      findings.map((finding, at) => ({ question: questions[at]?.text ?? '', analysis: finding })),
    );
    return found(
      { ...record, analysis },
      findings.length === 1 ? 'Took the answer as it is.' : `Joined ${findings.length} answers.`,
    );
  },
};
