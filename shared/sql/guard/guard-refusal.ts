/** Ends the judging of a statement from any depth; `judgeStatement` turns it into a verdict. Its message is for people. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
}

export function refuse(reason: string): never {
  throw new GuardRefusal(reason);
}
