import type { PlannerIndex } from '#shared/planner/planner-index.ts';
import { planQuestion, type PlannerContext } from '#shared/planner/plan-question.ts';
import type { Intent } from '#shared/schemas/intent.ts';
import type { NamedResult } from '#shared/schemas/named-result.ts';
import type { RememberedChoice } from '#shared/schemas/remembered-choice.ts';
import type { Metric } from '#shared/semantic/semantic-model.ts';
import type { ModelProfile } from '#shared/sql/compile/profile-query.ts';
import { defineTerm, describeCatalogue, describeFreshness, describeHelp } from './describe-model.ts';
import { termOf } from './read-intent.ts';

/** What is said where there is no figure to compute. */
export interface Remark {
  readonly outcome: 'answered' | 'refused';
  readonly text: string;
  /** Questions that can be answered instead. */
  readonly followUps: readonly string[];
  /** The name that the result shown has from now on; null or absent when it got none. */
  readonly keptAs?: string | null;
}

export interface RemarkContext extends PlannerContext {
  /** What the person picked before when words had several meanings. */
  readonly choices?: readonly RememberedChoice[];
  /** The results that have names in the conversation. */
  readonly named?: readonly NamedResult[];
  readonly roles: readonly string[];
  /** Null when the warehouse has not been asked yet. */
  readonly profile: ModelProfile | null;
}

const MOST_FOLLOW_UPS = 3;
/** Most figures of a summary. */
const MOST_FIGURES = 5;

/** The figures that a business watches: those of which it is known which direction is good, the model's first ones. */
function watched({ view }: PlannerIndex): readonly Metric[] {
  const known = [...view.metrics.values()].filter(
    ({ goodDirection, visibility }) => goodDirection !== null && visibility === 'public',
  );
  const table = known.find(({ table: own, additivity }) => own !== null && additivity.kind === 'additive')?.table;
  const main = mainTable(known) ?? table;
  return known.filter((metric) => metric.table === main && metric.goodDirection === 'up').slice(0, MOST_FIGURES);
}

/** The table with the most figures. */
function mainTable(metrics: readonly Metric[]): string | null | undefined {
  const byTable = [...Map.groupBy(metrics, ({ table }) => table)].filter(([table]) => table !== null);
  return byTable.toSorted(([, left], [, right]) => right.length - left.length)[0]?.[0];
}

/** The question that a summary of the business answers; null when the model has no figures for it. */
export function summaryQuestion(context: PlannerContext): string | null {
  const labels = watched(context.index).map(({ label }) => label.toLowerCase());
  for (let count = labels.length; count > 0; count -= 1) {
    const named = labels.slice(0, count);
    const list = count < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1) ?? ''}`;
    const question = `${list} last month compared to the month before`;
    if (planQuestion(question, context).outcome === 'planned') return question;
  }
  return null;
}

/** Questions of the kind that come nearest to what cannot be done, as far as this model answers them. */
function instead(kinds: readonly string[], context: PlannerContext): readonly string[] {
  const [metric] = watched(context.index);
  if (metric === undefined) return [];
  const questions = kinds.map((kind) => `${metric.label.toLowerCase()} ${kind}`);
  const planned = questions.filter((question) => planQuestion(question, context).outcome === 'planned');
  return planned.slice(0, MOST_FOLLOW_UPS);
}

function refusal(text: string, followUps: readonly string[]): Remark {
  return { outcome: 'refused', text, followUps };
}

function defineOrSay(message: string, context: RemarkContext): Remark {
  const term = termOf(message);
  const meaning = defineTerm(term, context.index);
  if (meaning !== null) return { outcome: 'answered', text: meaning, followUps: [] };
  return refusal(
    `“${term.slice(0, 80)}” is not a term of this data. Ask “what data is there?” for all figures and dimensions.`,
    context.index.view.model.sampleQuestions.slice(0, MOST_FOLLOW_UPS),
  );
}

const COMPARED = [
  'last month compared to the month before',
  'by month this year',
  'last month compared to the same month last year',
];

/** Says what a message without a figure asks for; null when it is to be planned as a question. */
export function answerIntent(intent: Intent, message: string, context: RemarkContext): Remark | null {
  const { model } = context.index.view;
  const samples = model.sampleQuestions.slice(0, MOST_FOLLOW_UPS);
  const said = (text: string, followUps: readonly string[] = samples): Remark => ({
    outcome: 'answered',
    text,
    followUps,
  });
  switch (intent) {
    case 'greeting':
      return said(`Hello! ${describeHelp(model)}`);
    case 'thanks':
      return said('You’re welcome.', []);
    case 'help':
      return said(describeHelp(model));
    case 'catalogue':
      return said(describeCatalogue(model, context.roles, context.profile));
    case 'freshness':
      return said(
        context.profile === null
          ? 'How far the data reaches is not known yet.'
          : describeFreshness(model, context.profile),
        [],
      );
    case 'definition':
      return defineOrSay(message, context);
    case 'feedback':
      return said(
        'Thank you for saying so. If something is wrong, say what you meant, such as “I meant orders” or “only Europe”; what is said of an answer is kept with it, to be looked into.',
        [],
      );
    default:
      return answerAnalysis(intent, context);
  }
}

function answerAnalysis(intent: Intent, context: RemarkContext): Remark | null {
  switch (intent) {
    case 'forecast':
      return refusal(
        'I can’t look ahead yet: forecasts are not part of what I compute. I can show how a figure has developed so far.',
        instead(COMPARED.slice(1), context),
      );
    case 'why':
      return refusal(
        'I can’t tell causes from data alone. I can compare the figure with another period and break it down, so that you see where it moved.',
        instead([`${COMPARED[0] ?? ''} by region`, ...COMPARED], context),
      );
    case 'anomaly':
      return refusal(
        'I don’t look for unusual values yet. I can show the figure over time or rank its groups, so that what stands out is seen.',
        instead(['by day last month', 'by week this year', ...COMPARED.slice(1)], context),
      );
    case 'quality':
      return refusal(
        `I don’t check the quality of the data on request yet. ${context.profile === null ? '' : describeFreshness(context.index.view.model, context.profile)} Each answer says which checks its figures passed.`.replaceAll(
          '  ',
          ' ',
        ),
        [...(context.profile === null ? [] : ['How fresh is the data?']), ...instead(COMPARED.slice(0, 2), context)],
      );
    default:
      return null;
  }
}

/** How a question is turned down that nothing in the data is about. */
export function refuseOutside(intent: Intent, context: RemarkContext): Remark | null {
  const samples = context.index.view.model.sampleQuestions.slice(0, MOST_FOLLOW_UPS);
  if (intent === 'write') return refusal('I only read: nothing in the warehouse is ever changed from here.', samples);
  if (intent !== 'out-of-scope') return null;
  return refusal('That is not a question about this data. I answer questions such as these.', samples);
}
