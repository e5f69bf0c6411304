import type { Answer, AnswerPeriod, Check, Reading, SqlRecord } from '#shared/schemas/answer.ts';
import { formatChart } from './format-chart.ts';
import { formatTable } from './format-table.ts';

const MARKS: Readonly<Record<Check['level'], string>> = { pass: '✓', note: '•', fail: '✗' };

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function readingLines({ reading, checks }: Answer): string[] {
  if (reading === null) return [];
  const { restatement, period, filters, definitions, assumptions } = reading;
  return [
    ...section('Read as', [restatement]),
    ...section('Period', period === null ? [] : [describePeriod(period)]),
    ...section('Filters', filters.map(describeFilter)),
    ...section(
      'Definitions',
      definitions.map(({ name, text }) => `${name}: ${text}`),
    ),
    ...section('Assumed', assumptions),
    ...section(
      'Checks',
      checks.map(({ name, level, detail }) => `${MARKS[level]} ${name}: ${detail}`),
    ),
  ];
}

function describePeriod({ label, from, to, complete }: AnswerPeriod): string {
  return `${label}: ${from} to before ${to}${complete ? '' : ', not complete yet'}`;
}

function describeFilter({ dimension, operator, values, heard }: Reading['filters'][number]): string {
  const source = heard === null ? 'by default' : `from “${heard}”`;
  return `${dimension} ${operator} ${values.join(', ')} (${source})`;
}

const ESTIMATED_BY = { plan: 'the warehouse’s plan', 'table-sizes': 'the sizes of its tables, at most' } as const;

function sqlLines({ purpose, statement, binds, queryId, scan }: SqlRecord): string[] {
  const bound = binds.length === 0 ? [] : [`binds: ${JSON.stringify(binds)}`];
  const ran = queryId === null ? [] : [`query id: ${queryId}`];
  const read =
    scan === undefined
      ? []
      : [`expected to read ${scan.bytes.toLocaleString('en-US')} bytes by ${ESTIMATED_BY[scan.by]}`];
  return section(`SQL (${purpose})`, [...statement.split('\n'), ...bound, ...ran, ...read]);
}

/** The proof of an answer: how it was read, what was checked, who worked on it, and the SQL. */
export function formatReceipt(answer: Answer): string {
  const { tier, outcome, handoffs, timings, sql } = answer;
  const trail = timings.steps.map(
    ({ agent, step, finding, ms }) => `${`${ms} ms`.padStart(9)}  ${agent} · ${step}: ${finding}`,
  );
  return [
    `How this was answered  (${tier ?? outcome}, ${handoffs} handoffs, ${Math.round(timings.totalMs)} ms)`,
    ...readingLines(answer),
    ...section('Trail', trail),
    ...sql.flatMap(sqlLines),
  ].join('\n');
}

/** An answer for a terminal: the sentence, the table, a small chart, what could be asked next, the receipt. */
export function formatAnswer(answer: Answer): string {
  const table =
    answer.table === null || answer.table.rows.length === 0 ? [] : ['', formatTable(answer.table, answer.presentation)];
  const wantsTable = answer.presentation?.view === 'table';
  const drawn = answer.table === null || wantsTable ? null : formatChart(answer.table);
  const chart = drawn === null ? [] : ['', drawn];
  const options = answer.clarification?.options.map(({ label, question }) => `${label}: ${question}`) ?? [];
  return [
    answer.text,
    ...table,
    ...chart,
    ...section('Which one?', options),
    ...section('You could ask', answer.followUps),
    '',
    formatReceipt(answer),
  ].join('\n');
}
