import { parentPort } from 'node:worker_threads';
import { init, parse } from '@guanmingchiu/sqlparser-ts';
import type { Catalogue } from './catalogue.ts';
import { judgeStatement, type Verdict } from './judge-statement.ts';
import type { StatementValues } from './statement-values.ts';

/** What the guard asks of its worker. A catalogue is sent once and then named by its number. */
export type GuardRequest =
  | { readonly kind: 'learn'; readonly catalogueId: number; readonly catalogue: Catalogue }
  | { readonly kind: 'forget' }
  | {
      readonly kind: 'judge';
      readonly id: number;
      readonly catalogueId: number;
      readonly text: string;
      readonly values: StatementValues;
    };

/** Each reply tells the processor time that its thread has used so far, milliseconds. */
export type GuardReply = { readonly usedMs: number } & (
  { readonly kind: 'ready' } | { readonly kind: 'judged'; readonly id: number; readonly verdict: Verdict }
);

const catalogues = new Map<number, Catalogue>();

type Said = { readonly kind: 'ready' } | { readonly kind: 'judged'; readonly id: number; readonly verdict: Verdict };

function reply(said: Said): void {
  const { user, system } = process.threadCpuUsage();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ ...said, usedMs: (user + system) / 1_000 } satisfies GuardReply);
}

/** A failure of the parser is left uncaught: it ends this thread, and a fresh one takes its place. */
function handle(request: GuardRequest): void {
  switch (request.kind) {
    case 'learn':
      catalogues.set(request.catalogueId, request.catalogue);
      return;
    case 'forget':
      catalogues.clear();
      return;
    case 'judge': {
      const catalogue = catalogues.get(request.catalogueId);
      if (catalogue === undefined) throw new Error('A catalogue was named that was never sent.');
      const verdict = judgeStatement(request.text, catalogue, (text) => parse(text, 'snowflake'), request.values);
      reply({ kind: 'judged', id: request.id, verdict });
    }
  }
}

/** Judged before the first request, so that no statement is slow because its thread is new. */
const WARM_UP = `WITH recent AS (SELECT a.k, a.d, DATEADD(day, 1, a.d) AS next FROM t AS a LEFT JOIN u ON a.k = u.k
  WHERE a.d BETWEEN '2026-01-01' AND '2026-02-01' AND a.s IN ('x', 'y') AND a.n LIKE 'z%')
SELECT r.k AS k, COUNT(DISTINCT r.d) AS days, SUM(CASE WHEN r.d IS NULL THEN 0 ELSE 1.5 END)::NUMBER(10, 2) / 2 AS share,
  ROW_NUMBER() OVER (PARTITION BY r.k ORDER BY r.d DESC) AS place FROM recent AS r, LATERAL FLATTEN(INPUT => r.v:items) AS f
GROUP BY 1 HAVING COUNT(*) > 1 QUALIFY place = 1 UNION ALL SELECT k, 1, 2, 3 FROM u ORDER BY 1 LIMIT 10`;
const WARM_UP_ROUNDS = 60;

await init();
for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
  judgeStatement(WARM_UP, { tables: [], anyTable: true, functions: [] }, (text) => parse(text, 'snowflake'));
}
parentPort?.on('message', handle);
reply({ kind: 'ready' });
