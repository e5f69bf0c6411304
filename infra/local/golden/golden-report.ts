import type { QueryResult } from '#shared/schemas/query-result.ts';
import { figuresOf, type GoldenFigures, type Rate } from './golden-figures.ts';
import type { GoldenRun, ParaphraseVerdict, Verdict } from './run-golden.ts';

/** Rows of each result that are printed beside a wrong answer. */
const ROWS_SHOWN = 5;

function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}

function formatRate({ hits, of, rate, low, high }: Rate): string {
  const interval = of === 0 ? '' : `, 95 % interval ${percent(low)} to ${percent(high)}`;
  return `${percent(rate).padStart(7)}  (${hits} of ${of}${interval})`;
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ms`;
}

function formatFigures(title: string, figures: GoldenFigures): string {
  return [
    title,
    `  right when answered         ${formatRate(figures.accuracy)}`,
    `  answered of the answerable  ${formatRate(figures.coverage)}`,
    `  unanswerable turned down    ${formatRate(figures.abstention)}`,
    `  other wordings, same plan   ${formatRate(figures.paraphrases)}`,
    `  other wordings, wrong       ${formatRate(figures.wrongParaphrases)}`,
    `  reading a question          p50 ${milliseconds(figures.p50Ms)}, p95 ${milliseconds(figures.p95Ms)}`,
  ].join('\n');
}

function formatKinds(verdicts: readonly Verdict[]): string {
  const lines = [...Map.groupBy(verdicts, ({ kind }) => kind)].map(([kind, list]) => {
    const count = (outcome: Verdict['outcome']) =>
      String(list.filter((one) => one.outcome === outcome).length).padStart(5);
    return `  ${kind.padEnd(30)}${count('right')}${count('wrong')}${count('abstained')}`;
  });
  return ['By kind                           right wrong abst.', ...lines].join('\n');
}

function formatResult({ columns, rows }: QueryResult): string {
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => row.map((cell) => String(cell)).join(' | '));
  const more = rows.length > ROWS_SHOWN ? [`… ${rows.length} rows`] : [];
  return [columns.map(({ name }) => name).join(' | '), ...shown, ...more].map((line) => `      ${line}`).join('\n');
}

function formatVerdict({ id, ask, outcome, reply, expected }: Verdict): string {
  const head = `  ${outcome.padEnd(9)} ${id}: ${ask}`;
  if (reply.kind === 'abstained') return `${head}\n    ${reply.outcome}: ${reply.message}`;
  const reading = `    read as ${describePlan(reply.plan)}`;
  const right = expected === null ? '    there is no answer' : `    right:\n${formatResult(expected)}`;
  return `${head}\n${reading}\n    given:\n${formatResult(reply.result)}\n${right}`;
}

/** The plan without what it leaves open. */
function describePlan(plan: object): string {
  return JSON.stringify(plan, (key, value: unknown) => {
    const isOpen = value === null || value === false || (Array.isArray(value) && value.length === 0);
    return isOpen || ['heard', 'method', 'model'].includes(key) ? undefined : value;
  });
}

function formatParaphrase({ id, ask, outcome, message }: ParaphraseVerdict): string {
  return `  ${outcome.padEnd(11)} ${id}: ${ask}\n    ${outcome === 'abstained' ? message : describePlan(parseObject(message))}`;
}

function parseObject(text: string): object {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
}

/** What went wrong, one question after the other. */
export function formatFailures({ verdicts, paraphrases }: GoldenRun): string {
  const failed = verdicts.filter(
    ({ outcome, isAnswerable }) => outcome === 'wrong' || (isAnswerable && outcome === 'abstained'),
  );
  const other = paraphrases.filter(({ outcome }) => outcome !== 'same');
  return [...failed.map(formatVerdict), ...other.map(formatParaphrase)].join('\n');
}

/** The figures as a whole, of either half, of first questions and follow-ups, and by kind. */
export function formatRun(run: GoldenRun): string {
  const half = (name: string) => ({
    verdicts: run.verdicts.filter((one) => one.half === name),
    paraphrases: run.paraphrases.filter((one) => one.half === name),
  });
  const followUps = run.verdicts.filter(({ isFollowUp }) => isFollowUp);
  const parts = [
    formatFigures(`All ${run.verdicts.length} questions`, figuresOf(run)),
    formatFigures('The open half', figuresOf(half('open'))),
    formatFigures('The half kept out of sight', figuresOf(half('kept'))),
    formatFigures(`The ${followUps.length} follow-ups`, figuresOf({ verdicts: followUps, paraphrases: [] })),
    formatKinds(run.verdicts),
  ];
  return parts.join('\n\n');
}
