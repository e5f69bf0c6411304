import { AppError } from '#shared/errors/app-error.ts';
import {
  awaitReplies,
  found,
  type Replies,
  type Request,
  type Step,
  type StepResult,
} from '#shared/agent/define-agent.ts';
import { leansOnContext } from '#shared/conversation/read-follow-up.ts';
import type { Analysis } from '#shared/schemas/analysis.ts';
import { MAX_PAST_TURNS, type PastTurn } from '#shared/schemas/past-turn.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';
import { toPastTurn } from '../past-turns.ts';

type Question = Coordination['questions'][number];

/**
 * Hands the questions to data-intelligence and takes its analyses.
 *
 * Questions that stand alone are worked on side by side; one that leans on the question before it ("and by region?")
 * waits until that is answered.
 */
export const gatherFindings: Step<Coordination, CoordinatorDeps> = {
  name: 'gather-findings',
  run: (record) => askNext(record),
  resume(record, replies) {
    const findings = [
      ...record.findings,
      ...nextQuestions(record).map((_, at) => analysisIn(replies, record.findings.length + at)),
    ];
    const outcomes = findings.map(({ outcome }) => outcome).join(', ');
    const gathered = { ...record, findings };
    if (findings.length < record.questions.length) return askNext(gathered);
    const both = withBothReadings(gathered);
    if (both !== null) return askNext(both);
    return found(gathered, `${findings.length === 1 ? 'The analysis is' : 'All analyses are'} in: ${outcomes}.`);
  },
};

/**
 * The record with the two readings of its question as questions of their own, to be answered side by side; null where
 * the question has one meaning, more than two, or some that cost more than a moment.
 */
function withBothReadings(record: Coordination): Coordination | null {
  const [question, second] = record.questions;
  const offered = record.findings[0]?.clarification ?? null;
  if (question === undefined || second !== undefined || offered?.isCheap !== true) return null;
  const readings = offered.options.map((option) => ({ text: option.question, intent: question.intent }));
  return { ...record, questions: [question, ...readings], offered };
}

/** Those that can be worked on now: the next one, and those after it that stand alone. */
function nextQuestions({ questions, findings }: Coordination): readonly Question[] {
  const open = questions.slice(findings.length);
  const leaning = open.findIndex(({ text }, at) => at > 0 && leansOnContext(text));
  return leaning === -1 ? open : open.slice(0, leaning);
}

function requestId(place: number): string {
  return `question-${String(place + 1)}`;
}

function askNext(record: Coordination): StepResult<Coordination> {
  const { asked, model, findings, questions, choices, named } = record;
  const past = pastWith(record);
  const requests = nextQuestions(record).map(({ text, intent }, at): Request => {
    const { today, locale, timeZone } = asked;
    const brief = { question: text, intent, today, locale, timeZone, model: model ?? '', past, choices, named };
    return {
      id: requestId(findings.length + at),
      draft: { kind: 'analysis.requested', to: 'data-intelligence', brief },
    };
  });
  const [first, ...others] = requests;
  if (first === undefined) throw new AppError('invalid_state', 'There is no question to hand on.');
  const finding =
    questions.length === 1
      ? 'Handed the question to data-intelligence.'
      : `Handed ${requests.length} of ${questions.length} questions to data-intelligence.`;
  return awaitReplies(record, finding, [first, ...others]);
}

/** What was said before this message, and what of the message itself is answered already. */
function pastWith({ past, findings, questions }: Coordination): PastTurn[] {
  const answered = findings.map((analysis, at) => toPastTurn(questions[at]?.text ?? '', analysis));
  return [...past, ...answered].slice(-MAX_PAST_TURNS);
}

function analysisIn(replies: Replies, place: number): Analysis {
  const reply = replies.get(requestId(place));
  if (reply?.kind !== 'analysis.completed') {
    throw new AppError('invalid_message', 'The analysis was answered by something else.');
  }
  return reply.brief.analysis;
}
