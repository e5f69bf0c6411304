import type { Item, MatchMethod } from './sense.ts';

/** What words of the question became an element of the plan, and how. */
export interface Match {
  readonly heard: string;
  readonly became: string;
  readonly kind: 'metric' | 'dimension' | 'value' | 'filter' | 'period' | 'number';
  readonly method: MatchMethod | 'period' | 'number';
}

export interface ClarificationOption {
  readonly label: string;
  readonly detail: string;
  /** The question as it would be asked to mean this option. */
  readonly question: string;
}

/** Why no plan can be made. */
export type Problem =
  /** Words that mean nothing in this model. */
  | { readonly kind: 'unknown'; readonly words: readonly string[] }
  /** Words that are known, in a combination that cannot be planned; `reason` is a sentence. */
  | { readonly kind: 'unsupported'; readonly words: readonly string[]; readonly reason: string }
  /** All was understood, but no figure is named. */
  | { readonly kind: 'no-figure'; readonly isRanking: boolean }
  | {
      readonly kind: 'ambiguous';
      /** The words that may mean several things. */
      readonly heard: string;
      readonly question: string;
      readonly options: readonly ClarificationOption[];
    };

/** How much a match of each kind is trusted. */
const TRUST: Readonly<Record<Match['method'], number>> = {
  exact: 1,
  case: 1,
  plural: 0.99,
  name: 0.99,
  synonym: 0.98,
  value: 0.99,
  period: 0.99,
  number: 0.99,
  fuzzy: 0.8,
};
const TRUST_IN_ASSUMPTION = 0.97;

/** Collects what was understood, assumed and objected to while a plan is filled. */
export class ReadingLog {
  readonly question: string;
  readonly matches: Match[] = [];
  readonly assumptions: string[] = [];
  readonly problems: Problem[] = [];

  constructor(question: string) {
    this.question = question;
  }

  match(item: Item, kind: Match['kind'], became: string, method: Match['method']): void {
    const isKnown = this.matches.some((match) => match.heard === item.heard && match.became === became);
    if (!isKnown) this.matches.push({ heard: item.heard, became, kind, method });
    if (method === 'fuzzy' && !isKnown) this.assume(`“${item.heard}” was read as ${became}.`);
  }

  assume(sentence: string): void {
    if (!this.assumptions.includes(sentence)) this.assumptions.push(sentence);
  }

  object(problem: Problem): null {
    this.problems.push(problem);
    return null;
  }

  /** Asks which of several elements was meant; each option replaces the item by its own words. */
  ask(
    item: Item,
    options: readonly { readonly label: string; readonly detail: string; readonly words: string }[],
  ): null {
    return this.object({
      kind: 'ambiguous',
      heard: item.heard,
      question: `What do you mean by “${item.heard}”?`,
      options: options.slice(0, 4).map(({ label, detail, words }) => ({
        label,
        detail,
        question: `${this.question.slice(0, item.start)}${words}${this.question.slice(item.end)}`,
      })),
    });
  }

  /** Product of the trust in everything the plan rests on; an uncalibrated figure between 0 and 1. */
  confidence(): number {
    const matched = this.matches.reduce((product, match) => product * TRUST[match.method], 1);
    return matched * TRUST_IN_ASSUMPTION ** this.assumptions.length;
  }
}
