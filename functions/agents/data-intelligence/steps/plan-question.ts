import { finished, found, type Step } from '#shared/agent/define-agent.ts';
import { readTurn, type Relation, type TurnReading } from '#shared/conversation/read-turn.ts';
import type { Ambiguous, Refused } from '#shared/planner/plan-question.ts';
import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Reads the question as a plan, in the light of what was said before, or ends with what was not understood and what could be asked. */
export const planQuestion: Step<Inquiry, InquiryDeps> = {
  name: 'plan-question',
  async run(record, { library }, { turn }) {
    const { question, model, today, past } = record.request;
    const index = await library.plannerIndex(model, turn.caller.roles);
    const reading = readTurn(question, past, { index, today });
    if (reading.kind === 'told') return finished({ ...record, analysis: toRemark(reading) }, 'Nothing to compute.');
    const { planning, relation, view } = reading;
    switch (planning.outcome) {
      case 'planned':
        return found({ ...record, planned: planning, view }, `${RELATIONS[relation]}${describePlan(planning.matches)}`);
      case 'refused':
        return finished({ ...record, analysis: toRefusal(planning) }, `Not answered: ${planning.reason}.`);
      case 'ambiguous':
        return finished(
          { ...record, analysis: toClarification(planning) },
          'The question has several meanings: asked back.',
        );
    }
  },
};

const RELATIONS: Readonly<Record<Relation, string>> = {
  new: '',
  edit: 'Goes on from the plan before. ',
  choice: 'Answers what was asked back. ',
  undo: 'Goes back a step. ',
  view: 'Shows the same differently. ',
};

/** What is said about the conversation itself. */
function toRemark({ outcome, text }: Extract<TurnReading, { kind: 'told' }>): Analysis {
  return { ...EMPTY_ANALYSIS, outcome, text };
}

function describePlan(matches: readonly { readonly heard: string; readonly became: string }[]): string {
  const readings = matches.map(({ heard, became }) => `“${heard}” is ${became}`);
  return readings.length === 0 ? 'Planned.' : `Planned: ${readings.join('; ')}.`.slice(0, 900);
}

function toRefusal({ message, suggestions }: Refused): Analysis {
  return { ...EMPTY_ANALYSIS, outcome: 'refused', text: message, followUps: [...suggestions] };
}

function toClarification({ question, options }: Ambiguous): Analysis {
  return {
    ...EMPTY_ANALYSIS,
    outcome: 'clarification',
    text: question,
    clarification: { question, options: [...options] },
  };
}
