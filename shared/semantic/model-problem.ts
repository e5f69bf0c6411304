import { AppError } from '../errors/app-error.ts';

/** `error`: the model cannot be used. `warning`: an answer may be wrong or Snowflake refuses it. `note`: could be better. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is wrong with a model, with its place and its mend. */
export interface ModelProblem {
  readonly severity: Severity;
  /** Stable, kebab-case name of the rule. */
  readonly rule: string;
  readonly file: string;
  /** Counted from 1; null when the text has no such place. */
  readonly line: number | null;
  readonly column: number | null;
  /** Where in the document, e.g. `tables.sales.metrics.revenue.expr`. */
  readonly path: string;
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly mend: string;
}

/** A problem whose place is still a path of keys in one of the two documents. */
export interface PlacedProblem {
  readonly severity: Severity;
  readonly rule: string;
  readonly document: 'model' | 'sidecar';
  readonly path: readonly (string | number)[];
  /** Index into the expression at the path, when the problem is inside it. */
  readonly offset?: number;
  readonly message: string;
  readonly mend: string;
}

/** One line, as compilers write it: `retail.yaml:12:9: error: … (rule)`. */
export function formatProblem(problem: ModelProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}:${problem.column ?? 1}`;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  return `${place}: ${problem.severity}: ${path}${problem.message} ${problem.mend} (${problem.rule})`;
}

/** The failure of a model that cannot be used; its message lists every error. */
export function toModelError(problems: readonly ModelProblem[]): AppError {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const first = errors[0];
  return new AppError('invalid_model', errors.map(formatProblem).join('\n'), {
    details: { problems: errors.length, file: first?.file ?? null, line: first?.line ?? null },
  });
}
