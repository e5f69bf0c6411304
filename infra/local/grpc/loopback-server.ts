import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { AppError } from '#shared/errors/app-error.ts';

import type { CallFaults } from './call-faults.ts';

/** Requests are refused above what a service takes; above this they are not even read. */
const MAX_READ_BYTES = 64 * 1_024 * 1_024;

export interface ServedService {
  readonly definition: ServiceDefinition;
  readonly methods: UntypedServiceImplementation;
}

export interface LoopbackOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Learn how to close connections. */
  readonly faults: CallFaults;
}

export interface LoopbackServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Serves gRPC on 127.0.0.1 and nowhere else, without encryption.
 *
 * The sockets are ours, so that a fault can close one. What the services name and the methods lack is UNIMPLEMENTED.
 */
export async function startLoopbackServer(
  services: readonly ServedService[],
  { port, faults }: LoopbackOptions,
): Promise<LoopbackServer> {
  const grpc = new Server({ 'grpc.max_receive_message_length': MAX_READ_BYTES });
  for (const { definition, methods } of services) grpc.addService(definition, methods);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Map<string, Socket>();
  const listener = createServer({ noDelay: true }, (socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.on('close', () => sockets.delete(peer));
    injector.injectConnection(socket);
  });
  faults.dropWith((peer) => {
    const dropped = [...sockets].filter(([known]) => peer === null || known === peer);
    for (const [, socket] of dropped) socket.destroy();
    return dropped.length;
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new AppError('internal', 'The server has no port.');
  const stop = async (): Promise<void> => {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    injector.destroy();
    grpc.forceShutdown();
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  };
  return { address: `127.0.0.1:${address.port}`, stop };
}
