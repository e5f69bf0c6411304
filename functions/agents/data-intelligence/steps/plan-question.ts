import { finished, found, type Step } from '#shared/agent/define-agent.ts';
import type { Remark } from '#shared/conversation/answer-intent.ts';
import { readMessage } from '#shared/conversation/read-message.ts';
import type { Relation } from '#shared/conversation/read-turn.ts';
import {
  type Ambiguous,
  type PlannerContext,
  planQuestion as readAlone,
  type Refused,
} from '#shared/planner/plan-question.ts';
import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Reads the question as a plan, in the light of what was said before, or ends with what was not understood and what could be asked. */
export const planQuestion: Step<Inquiry, InquiryDeps> = {
  name: 'plan-question',
  async run(record, { library }, { turn, now }) {
    const { question, model, today, past, intent, choices, named } = record.request;
    const index = await library.plannerIndex(model, turn.caller.roles);
    const { roles } = turn.caller;
    const reading = readMessage(question, intent, past, {
      index,
      today,
      roles,
      choices,
      named,
      profile: library.profile(model, now()),
    });
    if (reading.kind === 'told') {
      return finished({ ...record, analysis: toRemark(reading.remark) }, `Nothing to compute: ${intent}.`);
    }
    const { planning, relation, presentation, verified, settled, keptAs } = reading;
    switch (planning.outcome) {
      case 'planned':
        return found(
          { ...record, planned: planning, presentation, verified, settled, keptAs },
          `${RELATIONS[relation]}${describePlan(planning.matches)}`,
        );
      case 'refused':
        return finished({ ...record, analysis: toRefusal(planning) }, `Not answered: ${planning.reason}.`);
      case 'ambiguous':
        return finished(
          { ...record, analysis: { ...toClarification(planning, areCheap(planning, { index, today })), presentation } },
          'The question has several meanings: asked back.',
        );
    }
  },
};

/** Two readings that take one plain statement each, with few rows: both can be answered sooner than one is asked about. */
function areCheap({ options }: Ambiguous, context: PlannerContext): boolean {
  const isPlain = ({ question }: Ambiguous['options'][number]): boolean => {
    const planning = readAlone(question, context);
    if (planning.outcome !== 'planned') return false;
    const { metrics, dimensions, nested, comparison } = planning.plan;
    return metrics.length > 0 && dimensions.length <= 1 && nested.length === 0 && comparison === null;
  };
  return options.length === 2 && options.every(isPlain);
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  new: '',
  edit: 'Goes on from the plan before. ',
  choice: 'Answers what was asked back. ',
  undo: 'Goes back a step. ',
  view: 'Shows the same differently. ',
};

/** What is said where there is no figure to compute. */
function toRemark({ outcome, text, followUps, keptAs = null }: Remark): Analysis {
  return { ...EMPTY_ANALYSIS, outcome, text, followUps: [...followUps], keptAs };
}

function describePlan(matches: readonly { readonly heard: string; readonly became: string }[]): string {
  const readings = matches.map(({ heard, became }) => `“${heard}” is ${became}`);
  return readings.length === 0 ? 'Planned.' : `Planned: ${readings.join('; ')}.`.slice(0, 900);
}

function toRefusal({ message, suggestions }: Refused): Analysis {
  return { ...EMPTY_ANALYSIS, outcome: 'refused', text: message, followUps: [...suggestions] };
}

function toClarification({ heard, question, options }: Ambiguous, isCheap: boolean): Analysis {
  return {
    ...EMPTY_ANALYSIS,
    outcome: 'clarification',
    text: question,
    clarification: { question, heard, ...(isCheap ? { isCheap } : {}), options: [...options] },
  };
}
