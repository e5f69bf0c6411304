import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGracefulStop } from '#shared/http/graceful-stop.ts';

/** A process of the functions framework, whose own listener exits at once. */
class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  readonly env: Readonly<Record<string, string | undefined>>;
  constructor(env: Readonly<Record<string, string | undefined>> = { FUNCTION_TARGET: 'coordinator' }) {
    super();
    this.env = env;
    this.on('SIGTERM', () => this.exit(1));
  }
  exit(code: number): void {
    this.exits.push(code);
  }
}

const openResponse = (): EventEmitter => new EventEmitter();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('an instance that gets SIGTERM', () => {
  it('finishes the request that it has, then leaves', () => {
    const host = new FakeProcess();
    const { admit, stopping } = createGracefulStop(host);
    const response = openResponse();
    admit(response);

    host.emit('SIGTERM');
    const exitsWhileOpen = [...host.exits];
    response.emit('close');

    expect(exitsWhileOpen).toEqual([]);
    expect(host.exits).toEqual([0]);
    expect(stopping.aborted).toBe(false);
  });

  it('takes nothing new', () => {
    const host = new FakeProcess();
    const { admit } = createGracefulStop(host);
    admit(openResponse());

    host.emit('SIGTERM');

    expect(admit(openResponse())).toBe(false);
  });

  it('makes work give back what it holds after six seconds, and leaves after nine whatever still runs', () => {
    const host = new FakeProcess();
    const { admit, stopping } = createGracefulStop(host);
    admit(openResponse());
    host.emit('SIGTERM');

    vi.advanceTimersByTime(5_999);
    const early = stopping.aborted;
    vi.advanceTimersByTime(1);
    const late = stopping.aborted;
    vi.advanceTimersByTime(3_000);

    expect([early, late]).toEqual([false, true]);
    expect(host.exits).toEqual([0]);
  });

  it('leaves the listeners alone in a process that is not its own', () => {
    const host = new FakeProcess({});
    const { admit } = createGracefulStop(host);
    admit(openResponse());

    host.emit('SIGTERM');

    expect(host.exits).toEqual([1]);
  });
});

describe('an instance that has more requests than it bears', () => {
  it('refuses the next until one is closed', () => {
    const { admit } = createGracefulStop(new FakeProcess(), 1);
    const first = openResponse();
    admit(first);
    const refused = admit(openResponse());
    first.emit('close');

    expect([refused, admit(openResponse())]).toEqual([false, true]);
  });
});
