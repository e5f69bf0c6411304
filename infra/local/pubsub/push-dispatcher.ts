import type { Lease } from './delivery-queue.ts';
import type { PushSender } from './push-sender.ts';
import { isPush } from './records.ts';
import type { Subscription } from './subscription.ts';

/** Pushes under way at once for one subscription. */
const WINDOW = 64;

/** Pushes what a subscription has ready, as long as it names an endpoint. */
export class PushDispatcher {
  readonly #subscription: Subscription;
  readonly #sender: PushSender;
  #underWay = 0;

  constructor(subscription: Subscription, sender: PushSender) {
    this.#subscription = subscription;
    this.#sender = sender;
  }

  start(): void {
    this.#subscription.onReady(() => this.#pushReady());
  }

  #pushReady(): void {
    const { record, isOpen } = this.#subscription;
    if (!isOpen || !isPush(record) || record.detached) return;
    const room = WINDOW - this.#underWay;
    // The sender keeps the deadline: an answer that comes late finds its lease ended by the sender's refusal.
    for (const lease of this.#subscription.take(room, { leaseMs: null })) void this.#push(lease);
  }

  async #push(lease: Lease): Promise<void> {
    this.#underWay += 1;
    const isTaken = await this.#sender.send(this.#subscription.record, lease);
    this.#underWay -= 1;
    if (isTaken) this.#subscription.acknowledge(lease.ackId);
    else this.#subscription.refuse(lease.ackId);
    this.#pushReady();
  }
}
