import { z } from 'zod';
import { answerSchema } from '#shared/schemas/answer.ts';
import type { Random } from '#tests/differential/random.ts';
import type { Cloud } from './cloud.ts';
import type { FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import type { SimulatedRequest, SimulatedResponse } from './http-exchange.ts';
import { DEADLY_YEAR } from './simulated-warehouse.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface PeopleDeps {
  readonly cloud: Cloud;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly history: History;
}

const conversationSchema = z.object({ conversationId: z.string() });
const acceptedSchema = z.object({ turnId: z.string() });

/** Questions with one figure, with parts that must add up, and one that is not understood. */
export const QUESTIONS = [
  'revenue in October 2026',
  'revenue by region in 2025',
  'units by region in 2024',
  'units in September 2026',
  'orders in 2025',
  'blorf the frobnitz',
];

/** A valid question that kills every instance that asks the warehouse about it. */
export const DEADLY_QUESTION = `revenue in ${DEADLY_YEAR}`;

/** How often people look whether their answer is there. */
const LOOK_MS = 5_000;

/** How long people go on looking: beyond the deadline, a sweep and every outage. */
const PATIENCE_MS = 18 * 60_000;

/** How often people try again what the API could not take. */
const TRIES = 6;

/** Someone who asks questions through the API. */
export class Person {
  readonly #deps: PeopleDeps;
  readonly #email: string;

  constructor(number: number, deps: PeopleDeps) {
    this.#deps = deps;
    this.#email = `person${number}@example.com`;
  }

  /** Begins a conversation; null when the API can't be reached for long. */
  async begin(): Promise<string | null> {
    const response = await this.#insist({ method: 'POST', path: '/v1/conversations' }, 201);
    return response === null ? null : conversationSchema.parse(JSON.parse(response.text)).conversationId;
  }

  /** Asks and looks for the answer until it is there; resolves with the turn as soon as the question was taken. */
  async ask(
    conversationId: string,
    question: string,
  ): Promise<{ readonly turnId: string; readonly isEnded: Promise<boolean> } | null> {
    const path = `/v1/conversations/${conversationId}/turns`;
    const response = await this.#insist({ method: 'POST', path, body: { question } }, 202);
    if (response === null) return null;
    const { turnId } = acceptedSchema.parse(JSON.parse(response.text));
    this.#deps.history.record({ kind: 'accepted', conversationId, turnId, question });
    const { faults, time } = this.#deps;
    const self = `${path}/${turnId}`;
    if (faults.strikes('cancel', faults.profile.cancel, time.now())) this.#cancelLater(self);
    return { turnId, isEnded: this.#lookUntilEnded(self, turnId) };
  }

  /**
   * Asks and waits in one call. When that breaks off, nobody knows whether the question was taken: whoever asked gives
   * up, and the turn must end all the same.
   */
  async askAndWait(conversationId: string, question: string): Promise<void> {
    const response = await this.#send({ method: 'POST', path: '/v1/ask', body: { question, conversationId } });
    if (response.status !== 200) return;
    const { turnId } = answerSchema.parse(JSON.parse(response.text));
    this.#deps.history.record({ kind: 'accepted', conversationId, turnId, question });
    this.#deps.history.record({ kind: 'seen', turnId, answer: response.text });
  }

  #cancelLater(self: string): void {
    const { time, random } = this.#deps;
    time.after(random.next() * 3_000, () => {
      this.#send({ method: 'POST', path: `${self}/cancel` }).catch(() => undefined);
    });
  }

  async #lookUntilEnded(path: string, turnId: string): Promise<boolean> {
    const { time, history } = this.#deps;
    const until = time.now() + PATIENCE_MS;
    while (time.now() < until) {
      await time.sleep(LOOK_MS);
      const response = await this.#send({ method: 'GET', path });
      if (response.status !== 200) continue;
      const answer = answerSchema.safeParse(JSON.parse(response.text));
      if (!answer.success) continue;
      history.record({ kind: 'seen', turnId, answer: response.text });
      return true;
    }
    return false;
  }

  /** Tries until the API answers as it should. */
  async #insist(request: Omit<SimulatedRequest, 'headers'>, status: number): Promise<SimulatedResponse | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const response = await this.#send(request);
      if (response.status === status) return response;
      await this.#deps.time.sleep(2_000 * 2 ** tries);
    }
    return null;
  }

  #send(request: Omit<SimulatedRequest, 'headers'>): Promise<SimulatedResponse> {
    const headers = { authorization: `Bearer local:${this.#email}` };
    return this.#deps.cloud.send('ask-api', { request: { ...request, headers }, messageId: null });
  }
}
