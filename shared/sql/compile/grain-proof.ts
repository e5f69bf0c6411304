/** One join of a step and why it keeps each row of the left side at most once. */
export interface ProvenJoin {
  /** What is joined: a logical table or an earlier step. */
  readonly to: string;
  /** Name of the relationship, or null for a join of our own steps. */
  readonly relationship: string | null;
  readonly cardinality: 'many_to_one' | 'one_to_one';
  /** What makes the right side unique on the joined columns, e.g. `primary key (CUSTOMER_KEY) of customers`. */
  readonly because: string;
}

/** One CTE or the final select. */
export interface ProofStep {
  /** Name of the CTE; `result` for the final select. */
  readonly step: string;
  /** Where its rows come from: a logical table, or the steps before. */
  readonly from: readonly string[];
  /** What one row of its input stands for, e.g. `one row of sales (ORDER_ID, LINE_NUMBER)`. */
  readonly inputGrain: string;
  /** Columns that identify a row of its output; empty when it has exactly one row. Null for rows as they are. */
  readonly grain: readonly string[] | null;
  readonly joins: readonly ProvenJoin[];
  /** Measures aggregated here, each over rows that occur once. */
  readonly measures: readonly string[];
}

/** Why no measure is multiplied, as plain data. */
export interface GrainProof {
  readonly steps: readonly ProofStep[];
  /** What the figures rest on besides keys, e.g. how missing groups count. */
  readonly rules: readonly string[];
}

/** The proof as lines for the receipt. */
export function proofText(proof: GrainProof): string {
  return [...proof.steps.flatMap(stepLines), ...proof.rules.map((rule) => `Rule: ${rule}`)].join('\n');
}

function stepLines(step: ProofStep): readonly string[] {
  const grain =
    step.grain === null
      ? 'rows as they are'
      : step.grain.length === 0
        ? 'exactly one row'
        : `one row per ${step.grain.join(', ')}`;
  return [
    `${step.step}: ${grain}, from ${step.from.join(', ')} (${step.inputGrain})`,
    ...step.joins.map(
      ({ to, relationship, cardinality, because }) =>
        `  join ${to}${relationship === null ? '' : ` by ${relationship}`}: ${cardinality.replaceAll('_', '-')}, ${because}`,
    ),
    ...(step.measures.length === 0 ? [] : [`  aggregates ${step.measures.join(', ')}: every input row counts once`]),
  ];
}
