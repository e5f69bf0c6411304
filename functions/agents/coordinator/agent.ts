import { AppError } from '#shared/errors/app-error.ts';
import type { Agent } from '#shared/agent/define-agent.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import { coordinationSchema, type Coordination, type CoordinatorDeps } from './coordination.ts';
import { chooseWorkflow } from './steps/choose-workflow.ts';
import { gatherFindings } from './steps/gather-findings.ts';
import { loadConversation } from './steps/load-conversation.ts';
import { readIntents } from './steps/read-intents.ts';
import { recallChoices } from './steps/recall-choices.ts';
import { takeNotes } from './steps/take-notes.ts';
import { wordAnswer } from './steps/word-answer.ts';

/** The coordinator: what a turn needs, from whom, and what is said in the end. */
export const coordinatorAgent: Agent<Coordination, CoordinatorDeps> = {
  name: 'coordinator',
  startsOn: 'turn.asked',
  record: coordinationSchema,
  begin(handoff) {
    if (handoff.kind !== 'turn.asked') throw new AppError('invalid_message', 'The coordinator starts on a question.');
    const { conversationId, turnId, brief } = handoff;
    const nothing = {
      past: [],
      answeredTurnId: null,
      choices: [],
      named: [],
      questions: [],
      findings: [],
      offered: null,
      notes: [],
    };
    return { conversationId, turnId, asked: brief, model: null, ...nothing, analysis: null };
  },
  steps: [loadConversation, readIntents, chooseWorkflow, recallChoices, gatherFindings, takeNotes, wordAnswer],
  finish: (record) => ({
    kind: 'end-turn',
    analysis: record.analysis ?? EMPTY_ANALYSIS,
    notes: record.notes,
  }),
  fail: (analysis) => ({ kind: 'end-turn', analysis }),
};
