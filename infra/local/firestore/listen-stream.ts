import type { ServerDuplexStream } from '@grpc/grpc-js';

import { type Micros, toTimestamp } from './commit-clock.ts';
import type { Database } from './database.ts';
import type { Databases } from './databases.ts';
import { toMessage } from './document-message.ts';
import type { DocumentChange } from './stored-document.ts';
import { toGrpcStatus } from '../grpc/grpc-failure.ts';
import { invalidArgument } from './firestore-failure.ts';
import { createTarget, type ListenTarget, type TargetEvent, type TargetMessage } from './listen-target.ts';
import type { QueryPlan } from './query-plan.ts';
import { checkDatabase } from './resource-name.ts';

export interface ListenRequest {
  readonly database: string;
  readonly targetChange?: 'addTarget' | 'removeTarget';
  readonly addTarget?: TargetMessage;
  readonly removeTarget?: number;
}

export type ListenCall = ServerDuplexStream<ListenRequest, object>;

interface ListenDeps {
  readonly databases: Databases;
  /** Throws when a query lacks an index. */
  readonly checkIndexes: (plan: QueryPlan) => void;
}

/** One open Listen stream: the targets added to it, and what each commit means for them. */
export class ListenStream {
  readonly #call: ListenCall;
  readonly #deps: ListenDeps;
  readonly #targets = new Map<number, ListenTarget>();
  #database: Database | null = null;
  #endListening = (): void => undefined;

  constructor(call: ListenCall, deps: ListenDeps) {
    this.#call = call;
    this.#deps = deps;
  }

  receive(request: ListenRequest): void {
    const database = this.#open(request.database);
    if (request.targetChange === 'removeTarget') this.#remove(request.removeTarget ?? 0);
    else if (request.addTarget !== undefined) this.#add(request.addTarget, database);
    else throw invalidArgument('The request adds no target and removes none.');
  }

  close(): void {
    this.#endListening();
    this.#targets.clear();
  }

  #open(name: string): Database {
    const database = this.#deps.databases.get(checkDatabase(name));
    if (this.#database !== null && this.#database !== database) {
      throw invalidArgument('A stream listens to one database.');
    }
    if (this.#database === null) {
      this.#database = database;
      this.#endListening = database.store.listen((changes, at) => this.#onCommit(changes, at, database));
    }
    return database;
  }

  #add(message: TargetMessage, database: Database): void {
    const { targetId } = message;
    try {
      if (this.#targets.has(targetId)) throw invalidArgument(`Target ${targetId} is there already.`);
      const target = createTarget(message, database.name, this.#deps.checkIndexes);
      this.#targets.set(targetId, target);
      this.#sendFirst(message, target, database);
    } catch (error) {
      const { code, details } = toGrpcStatus(error);
      this.#sendTargetChange('REMOVE', [targetId], { cause: { code, message: details } });
    }
  }

  #sendFirst(message: TargetMessage, target: ListenTarget, database: Database): void {
    const { targetId } = message;
    this.#sendTargetChange('ADD', [targetId], {});
    // What happened since a resume token is not kept: the client is told to start over, and compares.
    const isResumed = message.resumeType === 'readTime' || (message.resumeToken?.length ?? 0) > 0;
    if (isResumed) this.#sendTargetChange('RESET', [targetId], {});
    for (const event of target.start(database.store)) this.#sendEvent(event, targetId, target);
    const at = this.#deps.databases.clock.read();
    this.#sendTargetChange('CURRENT', [targetId], this.#position(at));
    this.#sendTargetChange('NO_CHANGE', [], this.#position(at));
  }

  #remove(targetId: number): void {
    if (this.#targets.delete(targetId)) this.#sendTargetChange('REMOVE', [targetId], {});
  }

  #onCommit(changes: readonly DocumentChange[], at: Micros, database: Database): void {
    let isNews = false;
    for (const [targetId, target] of this.#targets) {
      const events = target.update(database.store, changes);
      for (const event of events) this.#sendEvent(event, targetId, target);
      isNews ||= events.length > 0;
    }
    // Without it the client waits: it shows a snapshot once all targets are consistent at a time.
    if (isNews) this.#sendTargetChange('NO_CHANGE', [], this.#position(at));
  }

  #sendEvent(event: TargetEvent, targetId: number, target: ListenTarget): void {
    const readTime = toTimestamp(this.#deps.databases.clock.read());
    switch (event.kind) {
      case 'changed': {
        const mask = target.select === null ? null : { fieldPaths: target.select };
        this.#call.write({ documentChange: { document: toMessage(event.document, mask), targetIds: [targetId] } });
        return;
      }
      case 'deleted':
        this.#call.write({ documentDelete: { document: event.name, removedTargetIds: [targetId], readTime } });
        return;
      case 'left':
        this.#call.write({ documentRemove: { document: event.name, removedTargetIds: [targetId], readTime } });
    }
  }

  #position(at: Micros): object {
    const resumeToken = Buffer.alloc(8);
    resumeToken.writeBigUInt64BE(BigInt(at));
    return { resumeToken, readTime: toTimestamp(at) };
  }

  #sendTargetChange(targetChangeType: string, targetIds: readonly number[], extra: object): void {
    this.#call.write({ targetChange: { targetChangeType, targetIds, ...extra } });
  }
}
