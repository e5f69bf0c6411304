import { found, type Step } from '#shared/agent/define-agent.ts';
import { joinAnalyses, joinReadings } from '#shared/answer/join-analyses.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Makes one answer of what was found for the questions of the message, or for the two readings of its question. */
export const wordAnswer: Step<Coordination, CoordinatorDeps> = {
  name: 'word-answer',
  run(record) {
    const { questions, findings, offered } = record;
    const [asked, ...readings] = findings;
    if (offered !== null && asked !== undefined) {
      const analysis = joinReadings(asked, offered, readings);
      return found({ ...record, analysis }, 'Put the answers to both readings side by side.');
    }
    const analysis = joinAnalyses(
      findings.map((finding, at) => ({ question: questions[at]?.text ?? '', analysis: finding })),
    );
    return found(
      { ...record, analysis },
      findings.length === 1 ? 'Took the answer as it is.' : `Joined ${findings.length} answers.`,
    );
  },
};
