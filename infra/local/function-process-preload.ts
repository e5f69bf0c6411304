import { Server } from 'node:net';

/** Loaded before the functions framework in each function's own process: see function-process.ts. */

// The framework listens on every address of the machine and has no setting for it (5.0.5); a laptop's platform is for
// the laptop alone.
const listen = Reflect.get(Server.prototype, 'listen');
Reflect.set(Server.prototype, 'listen', function listenLocally(this: Server, port: unknown, ...rest: unknown[]) {
  const callback = rest.find((argument) => typeof argument === 'function');
  Reflect.apply(listen, this, [{ port: Number(port), host: '127.0.0.1' }, callback]);
  return this;
});

// The process that started us holds the other end of this channel: when it is gone, however it went, so are we.
process.on('disconnect', () => process.exit(0));
process.channel?.unref();
