/** Rejects with `reason()` when `work` takes longer than `ms` milliseconds; what it then still comes to is dropped. */
export async function withTimeout<T>(work: Promise<T>, ms: number, reason: () => Error): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(reason()), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
