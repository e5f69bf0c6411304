import type { status } from '@grpc/grpc-js';

/** What goes wrong with a call: it is late, or it fails with a gRPC code. */
export type SecretManagerFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'error'; readonly code: status; readonly message: string };

/** Faults that tests have ordered, by method name such as 'AccessSecretVersion', in the order given. */
export class SecretManagerFaults {
  #planned: { readonly method: string; readonly fault: SecretManagerFault }[] = [];

  /** Orders a fault for the next `times` calls (default 1) of a method. */
  add(method: string, fault: SecretManagerFault, times = 1): void {
    for (let count = 0; count < times; count += 1) this.#planned.push({ method, fault });
  }

  clear(): void {
    this.#planned = [];
  }

  take(method: string): SecretManagerFault | null {
    const index = this.#planned.findIndex((planned) => planned.method === method);
    return index < 0 ? null : (this.#planned.splice(index, 1)[0]?.fault ?? null);
  }
}
