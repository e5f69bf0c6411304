import { found, type Step } from '#shared/agent/define-agent.ts';
import { readFeedback } from '#shared/conversation/read-feedback.ts';
import { choiceNote } from '#shared/conversation/remember-choice.ts';
import { readNaming } from '#shared/conversation/read-naming.ts';
import { planShown } from '#shared/conversation/read-turn.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';
import { toPastTurn } from '../past-turns.ts';

/** Adds what the message says that is kept beyond its answer: a choice, the wish to forget one, a name, feedback. */
export const takeNotes: Step<Coordination, CoordinatorDeps> = {
  name: 'take-notes',
  run(record) {
    const notes = [...notesOf(record), ...nameNotes(record)];
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

/** The names that results get or lose: each of the questions may name its own, or the one before. */
function nameNotes({ questions, findings, past, named }: Coordination): Note[] {
  return findings.flatMap((finding, at): Note[] => {
    const text = questions[at]?.text ?? '';
    if (finding.keptAs !== null) {
      const before = [
        ...past,
        ...findings.slice(0, at).map((one, place) => toPastTurn(questions[place]?.text ?? '', one)),
      ];
      const plan = toPastTurn(text, finding).plan ?? planShown(before);
      return plan === null ? [] : [{ kind: 'name', name: finding.keptAs, plan }];
    }
    const naming = finding.outcome === 'answered' ? readNaming(text, named) : null;
    return naming?.kind === 'forget' ? [{ kind: 'unname', name: naming.name }] : [];
  });
}
