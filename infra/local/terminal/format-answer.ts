import type { Answer, Check } from '#shared/schemas/answer.ts';
import { formatChart } from './format-chart.ts';
import { formatTable } from './format-table.ts';

const MARKS: Readonly<Record<Check['level'], string>> = { pass: '✓', note: '•', fail: '✗' };

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}`, ...lines.map((line) => `  ${line}`)];
}

function indented(text: string): string[] {
  return text.split('\n');
}

/** The proof of an answer: how it was read, what was checked, who worked on it, and the SQL. */
export function formatReceipt(answer: Answer): string {
  const { reading, timings } = answer;
  const period = reading?.period ?? null;
  return [
    `How this was answered  (${answer.tier ?? answer.outcome}, ${answer.handoffs} handoffs, ${Math.round(timings.totalMs)} ms)`,
    ...section('Read as', reading === null ? [] : [reading.restatement]),
    ...section(
      'Period',
      period === null
        ? []
        : [`${period.label}: ${period.from} to before ${period.to}${period.complete ? '' : ', not complete yet'}`],
    ),
    ...section(
      'Filters',
      (reading?.filters ?? []).map(({ dimension, operator, values, heard }) => {
        const source = heard === null ? 'by default' : `from “${heard}”`;
        return `${dimension} ${operator} ${values.join(', ')} (${source})`;
      }),
    ),
    ...section(
      'Definitions',
      (reading?.definitions ?? []).map(({ name, text }) => `${name}: ${text}`),
    ),
    ...section('Assumed', reading?.assumptions ?? []),
    ...section(
      'Checks',
      answer.checks.map(({ name, level, detail }) => `${MARKS[level]} ${name}: ${detail}`),
    ),
    ...section(
      'Trail',
      timings.steps.map(({ agent, step, finding, ms }) => `${`${ms} ms`.padStart(9)}  ${agent} · ${step}: ${finding}`),
    ),
    ...answer.sql.flatMap(({ purpose, statement, binds, queryId }) =>
      section(`SQL (${purpose})`, [
        ...indented(statement),
        ...(binds.length === 0 ? [] : [`binds: ${JSON.stringify(binds)}`]),
        ...(queryId === null ? [] : [`query id: ${queryId}`]),
      ]),
    ),
  ].join('\n');
}

/** An answer for a terminal: the sentence, the table, a small chart, what could be asked next, the receipt. */
export function formatAnswer(answer: Answer): string {
  const table = answer.table === null || answer.table.rows.length === 0 ? [] : ['', formatTable(answer.table)];
  const drawn = answer.table === null ? null : formatChart(answer.table);
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
