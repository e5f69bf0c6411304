import { type Change, endOf, follow, type Source } from './text-change.ts';

const PREFIX = 'MODEL_METHOD_';

/** `m!PREDICT(…)`: the method of a machine-learning model is given to the parser as the last part of a function's name. */
export function modelMethod({ tokens }: Source, at: number): readonly Change[] {
  const call = follow(tokens, at, [/^[A-Za-z_]\w*$/, /^!$/, /^[A-Za-z_]+$/, /^\($/]);
  if (call === null) return [];
  const [model, bang, method] = call;
  const isTight = endOf(model) === bang.start && endOf(bang) === method.start;
  return isTight ? [{ start: bang.start, end: endOf(method), text: `.${PREFIX}${method.text}` }] : [];
}

/** The method that the last part of a function's name stands for; null for any other name. */
export function methodNamed(part: string): string | null {
  return part.startsWith(PREFIX) ? part.slice(PREFIX.length) : null;
}
