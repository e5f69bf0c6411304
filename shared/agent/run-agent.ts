import { AppError } from '#shared/errors/app-error.ts';
import type { Finding, Handoff } from '#shared/schemas/handoff.ts';
import { failedAnalysis } from '#shared/handoff/end-turn.ts';
import { handoffId } from '#shared/handoff/handoff-id.ts';
import type { OutgoingHandoff, WorkResult } from '#shared/handoff/commit-work.ts';
import type { HandoffReceiver, Received, TakenHandoff, WorkContext } from '#shared/handoff/handoff-receiver.ts';
import type { Run } from '#shared/handoff/stored-records.ts';
import type { Agent, Ending, Replies, Request, Step, StepContext, StepResult } from './define-agent.ts';

/** Where an agent stands: its record, the next step, and what was found on the way. */
interface Progress<RecordType> {
  readonly record: RecordType;
  readonly step: number;
  readonly findings: readonly Finding[];
}

/** Makes an agent a receiver of handoffs: starts it, suspends it on requests, resumes it on replies, hands on its end. */
export function receiveAsAgent<RecordType, Deps>(agent: Agent<RecordType, Deps>, deps: Deps): HandoffReceiver {
  return {
    name: agent.name,
    ...(agent.leaseMs === undefined ? {} : { leaseMs: agent.leaseMs }),
    async work(received, context) {
      const isStart = received.handoff.kind === agent.startsOn;
      return isStart ? start(agent, deps, received, context) : resume(agent, deps, received, context);
    },
    refuse: (taken, failure, now) => giveBack(agent, taken, failure, now),
  };
}

/** Ends the agent with a failure: what it had found stays in the trail. */
function giveBack<RecordType, Deps>(
  agent: Agent<RecordType, Deps>,
  { handoff, run }: TakenHandoff,
  failure: AppError,
  now: number,
): WorkResult {
  const analysis = failedAnalysis(failure);
  const step = run?.step === undefined || run.step === '' ? 'begin' : run.step;
  const findings = [{ agent: agent.name, step, finding: `Could not go on: ${failure.code}.`, startedAt: now, ms: 0 }];
  const startedBy = run?.startedBy ?? handoff;
  if (startedBy.kind !== agent.startsOn) return { findings, handoffs: [], run: null, end: analysis };
  return endRun(run, agent.fail(analysis, startedBy), findings, startedBy);
}

function start<RecordType, Deps>(agent: Agent<RecordType, Deps>, deps: Deps, received: Received, context: WorkContext) {
  const { handoff } = received;
  const run: Run = {
    runId: handoffId([agent.name, handoff.id]).slice(0, 26),
    agent: agent.name,
    revision: -1,
    step: '',
    record: null,
    replies: {},
    trail: handoff.trail,
    startedBy: handoff,
  };
  return walk(agent, deps, { run, received, context }, { record: agent.begin(handoff), step: 0, findings: [] });
}

async function resume<RecordType, Deps>(
  agent: Agent<RecordType, Deps>,
  deps: Deps,
  received: Received,
  context: WorkContext,
): Promise<WorkResult> {
  const { handoff, run } = received;
  const requestId = handoff.correlation?.requestId;
  if (run === null || requestId === undefined || !(requestId in run.replies)) {
    throw new AppError('invalid_message', 'A reply came that nothing waits for.');
  }
  const replies = { ...run.replies, [requestId]: handoff };
  // What was found since we asked; the rest came along from our own trail.
  const news = handoff.trail.filter((finding) => !run.trail.some((known) => isSame(known, finding)));
  const joined: Run = { ...run, replies, trail: [...run.trail, ...news] };
  if (Object.values(replies).includes(null)) {
    return { findings: [], handoffs: [], run: { ...joined, revision: run.revision + 1 }, end: null };
  }
  const step = agent.steps.findIndex((candidate) => candidate.name === run.step);
  const record = agent.record.safeParse(run.record);
  if (step < 0 || !record.success)
    throw new AppError('invalid_state', 'A suspended run can’t be resumed by this version.');
  return walk(agent, deps, { run: joined, received, context }, { record: record.data, step, findings: [] });
}

function isSame(one: Finding, other: Finding): boolean {
  return (
    one.agent === other.agent && one.step === other.step && one.startedAt === other.startedAt && one.ms === other.ms
  );
}

interface Walk {
  readonly run: Run;
  readonly received: Received;
  readonly context: WorkContext;
}

/** Takes step after step until one waits for replies or the agent is done. */
async function walk<RecordType, Deps>(
  agent: Agent<RecordType, Deps>,
  deps: Deps,
  way: Walk,
  from: Progress<RecordType>,
): Promise<WorkResult> {
  let progress = from;
  let replies: Replies | null = repliesOf(way.run);
  for (;;) {
    const step = agent.steps[progress.step];
    if (step === undefined) return finish(agent, way, progress);
    const { result, finding } = await takeStep(
      agent.name,
      step,
      { record: progress.record, replies, deps },
      stepContext(way),
    );
    const findings = [...progress.findings, finding];
    if (result.next === 'replies') return suspend(way, step.name, result, findings);
    if (result.next === 'finish') return finish(agent, way, { ...progress, record: result.record, findings });
    progress = { record: result.record, step: progress.step + 1, findings };
    replies = null;
  }
}

function repliesOf(run: Run): Replies | null {
  const answered = Object.entries(run.replies).flatMap(([id, reply]): [string, Handoff][] =>
    reply === null ? [] : [[id, reply]],
  );
  return answered.length === 0 ? null : new Map(answered);
}

function stepContext({ received, context }: Walk): StepContext {
  return { now: context.now, signal: context.signal, turn: received.context };
}

async function takeStep<RecordType, Deps>(
  agent: string,
  step: Step<RecordType, Deps>,
  input: { readonly record: RecordType; readonly replies: Replies | null; readonly deps: Deps },
  context: StepContext,
): Promise<{ result: StepResult<RecordType>; finding: Finding }> {
  const startedAt = context.now();
  const started = performance.now();
  const resumed = input.replies !== null && step.resume !== undefined;
  const result =
    resumed && step.resume !== undefined && input.replies !== null
      ? await step.resume(input.record, input.replies, input.deps, context)
      : await step.run(input.record, input.deps, context);
  const ms = Math.round((performance.now() - started) * 10) / 10;
  return { result, finding: { agent, step: step.name, finding: result.finding, startedAt, ms } };
}

function suspend(
  { run }: Walk,
  step: string,
  result: Extract<StepResult<unknown>, { next: 'replies' }>,
  findings: readonly Finding[],
): WorkResult {
  const kept: Run = {
    ...run,
    revision: run.revision + 1,
    step,
    record: result.record,
    replies: Object.fromEntries(result.requests.map(({ id }) => [id, null])),
    trail: [...run.trail, ...findings],
  };
  const handoffs = result.requests.map(({ id, draft }: Request): OutgoingHandoff => ({
    draft,
    correlation: { runId: run.runId, requestId: id },
  }));
  return { findings, handoffs, run: kept, end: null };
}

function finish<RecordType, Deps>(
  agent: Agent<RecordType, Deps>,
  { run }: Walk,
  progress: Progress<RecordType>,
): WorkResult {
  return endRun(run, agent.finish(progress.record, run.startedBy), progress.findings, run.startedBy);
}

/** Hands the result to whoever asked, or ends the turn; of a run that was suspended its trail is kept. */
function endRun(run: Run | null, ending: Ending, findings: readonly Finding[], startedBy: Handoff): WorkResult {
  const kept = run === null || run.revision < 0 ? null : ended(run, findings);
  if (ending.kind === 'end-turn') {
    return { findings, handoffs: [], run: kept, end: ending.analysis, notes: ending.notes ?? [] };
  }
  return { findings, handoffs: [{ draft: ending.draft, correlation: startedBy.correlation }], run: kept, end: null };
}

/** What is kept of a run that was suspended once and is over: its trail, no data. */
function ended(run: Run, findings: readonly Finding[]): Run {
  const trail = [...run.trail, ...findings];
  return { ...run, revision: run.revision + 1, step: 'done', replies: {}, record: null, trail };
}
