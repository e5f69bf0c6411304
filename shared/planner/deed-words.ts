import type { Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { verbForms } from '#shared/semantic/verb-forms.ts';
import { phraseKey } from './question-token.ts';

/** A figure that grows when something is done. */
export interface DeedMetric {
  readonly id: string;
  /** True where only the business itself does it: "we spend" is a cost, what customers spend is revenue. */
  readonly isOurs: boolean;
  /** True where the model does not say so, but names the figure by the noun of the verb: "returns" of "return". */
  readonly isDerived: boolean;
}

/** What a verb such as "sell" or "return" stands for in a model. */
export interface Deed {
  /** Infinitive, e.g. sell. */
  readonly verb: string;
  /** Figures of it, in the order of the model. */
  readonly metrics: readonly DeedMetric[];
  /** Names of tables each of whose rows is such a deed, e.g. returns. */
  readonly tables: readonly string[];
}

/** Verbs of business English with the nouns that stand for what was done; the form of each that a model would use. */
const NOUNS: readonly (readonly [string, string])[] = [
  ['sell', 'sales|sale|units sold|pieces sold'],
  ['buy', 'purchases|purchase'],
  ['purchase', 'purchases|purchase'],
  ['order', 'orders|order'],
  ['return', 'returns|return'],
  ['refund', 'refunds|refund'],
  ['discount', 'discounts|discount'],
  ['ship', 'shipments|shipment'],
  ['deliver', 'deliveries|delivery'],
  ['register', 'registrations|registration'],
  ['sign up', 'sign-ups|signups|sign-up|signup'],
  ['subscribe', 'subscriptions|subscription'],
  ['book', 'bookings|booking'],
  ['reserve', 'reservations|reservation'],
  ['pay', 'payments|payment'],
  ['spend', 'spend|spending|expenses|expenditure'],
  ['earn', 'earnings'],
  ['profit', 'profit|profits'],
  ['cost', 'costs|cost'],
  ['visit', 'visits|visit'],
  ['cancel', 'cancellations|cancellation'],
  ['complain', 'complaints|complaint'],
  ['call', 'calls|call'],
  ['hire', 'hires|new hires'],
  ['enrol', 'enrolments|enrolment'],
  ['enroll', 'enrollments|enrollment'],
  ['produce', 'production|units produced'],
  ['donate', 'donations|donation'],
  ['invest', 'investments|investment'],
  ['bill', 'billings|invoices'],
  ['invoice', 'invoices|invoice'],
  ['click', 'clicks'],
  ['download', 'downloads'],
  ['churn', 'churned customers|churn'],
];

/** What a model says of one verb, before its forms are spelled out. */
interface Known {
  readonly metrics: DeedMetric[];
  readonly tables: string[];
}

function knownOf(verb: string, all: Map<string, Known>): Known {
  const found = all.get(verb) ?? { metrics: [], tables: [] };
  all.set(verb, found);
  return found;
}

function metricsOf(model: SemanticModel): readonly Metric[] {
  const all = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  return all.filter(({ visibility }) => visibility === 'public');
}

function namesOf({ label, name, synonyms }: Pick<Metric, 'label' | 'name' | 'synonyms'>): ReadonlySet<string> {
  return new Set([label, name, ...synonyms].map(phraseKey));
}

function addDeclared(model: SemanticModel, all: Map<string, Known>): void {
  for (const { id, verbs } of metricsOf(model)) {
    for (const phrase of verbs) {
      const isOurs = phrase.startsWith('we ');
      knownOf(isOurs ? phrase.slice(3) : phrase, all).metrics.push({ id, isOurs, isDerived: false });
    }
  }
  for (const { name, verbs } of model.tables) {
    for (const verb of verbs) knownOf(verb, all).tables.push(name);
  }
}

/** What the model does not say itself follows from the nouns it uses. */
function addDerived(model: SemanticModel, all: Map<string, Known>): void {
  for (const [verb, written] of NOUNS) {
    const nouns = written.split('|').map(phraseKey);
    const isNamed = (names: ReadonlySet<string>) => nouns.some((noun) => names.has(noun));
    const known = knownOf(verb, all);
    if (known.metrics.length === 0) {
      const named = metricsOf(model).filter((metric) => isNamed(namesOf(metric)));
      known.metrics.push(...named.map(({ id }) => ({ id, isOurs: false, isDerived: true })));
    }
    if (known.tables.length === 0) {
      known.tables.push(...model.tables.filter((table) => isNamed(namesOf(table))).map(({ name }) => name));
    }
  }
}

/**
 * The verbs that a model knows, each under the look-up form of every form of it: "sold" and "selling" lead to sell.
 * A verb that the model declares (`verbs` of a metric or table) means what is declared; any other means what its noun
 * names. Empty for a draft, whose figures nobody has confirmed.
 */
export function deedsOf(model: SemanticModel): ReadonlyMap<string, Deed> {
  const all = new Map<string, Known>();
  if (!model.isDraft) {
    addDeclared(model, all);
    addDerived(model, all);
  }
  const deeds = new Map<string, Deed>();
  for (const [verb, { metrics, tables }] of all) {
    if (metrics.length === 0 && tables.length === 0) continue;
    for (const form of verbForms(verb)) {
      const key = phraseKey(form);
      if (!deeds.has(key)) deeds.set(key, { verb, metrics, tables });
    }
  }
  return deeds;
}
