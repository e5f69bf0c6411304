import { found, type Step } from '#shared/agent/define-agent.ts';
import { readFeedback } from '#shared/conversation/read-feedback.ts';
import { choiceNote } from '#shared/conversation/remember-choice.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** Adds what the message says that is kept beyond its answer: a choice, the wish to forget one, feedback. */
export const takeNotes: Step<Coordination, CoordinatorDeps> = {
  name: 'take-notes',
  run(record) {
    const notes = notesOf(record);
    const kinds = notes.map(({ kind }) => kind).join(', ');
    return found({ ...record, notes }, notes.length === 0 ? 'Nothing to keep.' : `To be kept: ${kinds}.`);
  },
};

function notesOf({ questions, findings, past, model, answeredTurnId }: Coordination): Note[] {
  const [question] = questions;
  const [finding] = findings;
  if (question === undefined || finding === undefined) return [];
  const isUnderstood = finding.outcome === 'answered' || finding.outcome === 'clarification';
  const choice = isUnderstood ? choiceNote(question.text, past.at(-1), model ?? '') : null;
  const isFeedback = question.intent === 'feedback' && answeredTurnId !== null;
  const feedback: Note[] = isFeedback
    ? [{ kind: 'feedback', turnId: answeredTurnId, ...readFeedback(question.text) }]
    : [];
  return [...(choice === null ? [] : [choice]), ...feedback];
}
