import { restatePlan } from '#shared/answer/describe-reading.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { MetricUse } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { Remark, RemarkContext } from './answer-intent.ts';
import { describeFigure, describeFreshness } from './describe-model.ts';
import { plainTurn } from './turn-commands.ts';

const IT =
  '(?:that|this|it|they|these|those|(?:(?:this|that|the|your|these|those) )?(?:last )?(?:numbers?|figures?|values?|results?|answers?|totals?))';
const MADE =
  '(?:computed|calculated|worked out|derived|measured|made up|put together|arrived at|determined|come about|obtained)';
const HOW = new RegExp(
  String.raw`^(?:and |but |so )?(?:how (?:was|is|were|are|did|do|does) (?:you )?(?:get |compute |calculate |work out |arrive at |come up with |come to |know |derive |measure )?(?:to )?${IT}(?: (?:get |got )?${MADE})?(?: exactly| then)?|where (?:does|do|did|is|are|have you got|did you get|do you get) ${IT}(?: (?:come|coming|taken|got|stem) from| from)?|(?:what's|what is|what are|show me|tell me|give me) (?:the )?(?:source|sources|sql|query|formula|calculation|statement|receipt)(?: (?:of|for|behind) ${IT})?|what (?:is|are|was) ${IT} based on|(?:explain|show me|walk me through|tell me) (?:how (?:you (?:got|computed|calculated) )?${IT}(?: (?:was|is|were) ${MADE})?|${IT}|the (?:calculation|computation|maths|formula))|what (?:exactly )?(?:is|are) (?:included|counted|in there)(?: in ${IT})?|what went into ${IT})$`,
);
const SURE = new RegExp(
  String.raw`^(?:but |and )?(?:are you (?:really |quite |absolutely |totally )?(?:sure|certain|confident)(?: (?:about|of) ${IT})?|really|(?:is|are) ${IT} (?:really |actually )?(?:right|correct|true|reliable|trustworthy|accurate|exact)|can (?:i|we) (?:trust|rely on|believe) ${IT}|how (?:sure|certain|confident|accurate|reliable|exact) (?:are you|is (?:that|this|it))(?: (?:about|of) ${IT})?|how do you know(?: that)?|is that so|double[- ]check(?: (?:that|this|it))?(?: please)?)$`,
);

/** The figures of a plan by what they mean and how they are computed. */
function definitions(metrics: readonly MetricUse[], { index }: RemarkContext): readonly string[] {
  return metrics.flatMap((use) => {
    const metric = use.kind === 'metric' ? index.view.metrics.get(use.metric) : undefined;
    return metric === undefined ? [] : [describeFigure(metric)];
  });
}

/**
 * What is said to "how was that computed?" and "are you sure?": how the question was read, what the figures mean, how
 * far the data reaches. Null for every other message.
 *
 * @param plan What is shown; null when nothing is.
 */
export function explainFigure(message: string, plan: Plan | null, context: RemarkContext): Remark | null {
  const text = plainTurn(message);
  const isSure = SURE.test(text);
  if (!isSure && !HOW.test(text)) return null;
  if (plan === null) {
    return { outcome: 'refused', text: 'Nothing has been computed yet. Ask for a figure first.', followUps: [] };
  }
  const { compiling } = context.index.entities;
  const compiled = compilePlan(plan, compiling.index.model, compiling);
  const read =
    compiled.kind === 'compiled' ? [`I read it as: ${restatePlan(plan, context.index.view.model, compiled)}.`] : [];
  const reach = context.profile === null ? [] : [describeFreshness(context.index.view.model, context.profile)];
  const opening = isSure
    ? 'Nothing in it is estimated: it was queried from the data, and the answer says which checks it passed.'
    : 'It was queried from the data; the statement and the checks go with the answer.';
  const lines = [opening, ...read, ...definitions(plan.metrics, context), ...reach];
  return { outcome: 'answered', text: lines.join('\n'), followUps: [] };
}
