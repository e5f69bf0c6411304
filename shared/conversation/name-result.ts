import { annotateQuestion } from '#shared/planner/annotate-question.ts';
import { planQuestion } from '#shared/planner/plan-question.ts';
import { tokenizeQuestion } from '#shared/planner/question-token.ts';
import { MAX_NAMED, type NamedResult } from '#shared/schemas/named-result.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import type { Remark, RemarkContext } from './answer-intent.ts';
import { findMention, nameKey, type Naming, objectToForm, readNaming } from './read-naming.ts';
import { planShown, readTurn, type TurnReading } from './read-turn.ts';

type Planning = Extract<TurnReading, { kind: 'planning' }>;

function refuse(text: string): Remark {
  return { outcome: 'refused', text, followUps: [] };
}

function say(text: string): Remark {
  return { outcome: 'answered', text, followUps: [] };
}

/** Why a result cannot have the name; null when it can. What the model has a word for would be read two ways. */
export function objectToName(name: string, context: RemarkContext): string | null {
  const { index, named = [] } = context;
  const form = objectToForm(name);
  if (form !== null) return form;
  const isKnown = named.some((one) => nameKey(one.name) === nameKey(name));
  if (isKnown) return null;
  if (named.length >= MAX_NAMED)
    return `${String(MAX_NAMED)} results have names already. Say “forget …” with one of them first.`;
  const tokens = tokenizeQuestion(name);
  const hasMeaning = annotateQuestion(name, tokens, index, []).some(
    ({ from, to, senses }) => to - from === tokens.length && senses.length > 0,
  );
  // "German shops" describes what it names; "best region" asks for a figure.
  const asked = hasMeaning ? null : planQuestion(name, context);
  if (!hasMeaning && (asked?.outcome !== 'planned' || asked.plan.metrics.length === 0)) return null;
  return `“${name}” already means something in this data. Choose another name.`;
}

function nameShown(name: string, past: readonly PastTurn[], context: RemarkContext): Remark {
  if (planShown(past) === null) return refuse('There is no result to name yet.');
  const objection = objectToName(name, context);
  if (objection !== null) return refuse(objection);
  const isNew = !(context.named ?? []).some((one) => nameKey(one.name) === nameKey(name));
  const kept = isNew ? 'This result is now called' : 'This result now has the name';
  return {
    ...say(`${kept} “${name}” in this conversation. Say “show ${name}”, or go on with “${name} by month”.`),
    keptAs: name,
  };
}

function listNames(named: readonly NamedResult[]): Remark {
  if (named.length === 0) return say('No result has a name in this conversation. Say “call this …” to give one.');
  return say(`Named in this conversation: ${named.map(({ name }) => `“${name}”`).join(', ')}.`);
}

/** What is said to a message that is only about names; null when it is about something else as well. */
export function answerNaming(message: string, past: readonly PastTurn[], context: RemarkContext): Remark | null {
  const naming: Naming | null = readNaming(message, context.named);
  if (naming === null || (naming.kind === 'name' && naming.rest !== '')) return null;
  switch (naming.kind) {
    case 'name':
      return nameShown(naming.name, past, context);
    case 'forget':
      return say(`“${naming.name}” is forgotten.`);
    case 'list':
      return listNames(context.named ?? []);
  }
}

/** The conversation as if the named result had just been shown. */
function shownBy({ name, plan }: NamedResult): PastTurn {
  return { question: name, outcome: 'answered', plan, result: null, clarification: null };
}

function goOn(text: string, named: NamedResult, context: RemarkContext): Planning | null {
  const reading = text === '' ? null : readTurn(text, [shownBy(named)], context);
  if (reading?.kind !== 'planning' || reading.relation === 'new') return null;
  return reading.planning.outcome === 'planned' ? reading : null;
}

/**
 * Reads a message that speaks of a named result: "show north list", "north list by month", "how many orders did north list
 * place?". Null when it speaks of none; a refusal when what is said goes with the result in no way.
 */
export function readNamed(message: string, context: RemarkContext): TurnReading | null {
  const ours = (context.named ?? []).filter(({ plan }) => plan.model === context.index.view.model.name);
  const mention = findMention(message, ours);
  if (mention === null) return null;
  const { named, rest, pointing } = mention;
  const assumption = `“${named.name}” is the result that you gave this name.`;
  if (rest === '') {
    const planning = {
      outcome: 'planned',
      plan: named.plan,
      matches: [],
      assumptions: [assumption],
      confidence: 1,
    } as const;
    return { kind: 'planning', planning, presentation: null, relation: 'edit' };
  }
  const reading = goOn(pointing, named, context) ?? goOn(rest, named, context);
  if (reading?.planning.outcome !== 'planned') {
    return { kind: 'told', outcome: 'refused', text: `I know “${named.name}”, but not what “${rest}” asks of it.` };
  }
  const { planning } = reading;
  return { ...reading, planning: { ...planning, assumptions: [assumption, ...planning.assumptions] } };
}
