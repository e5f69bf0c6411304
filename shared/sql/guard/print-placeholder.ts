import { type Fragment, raw } from '../compile/fragment.ts';
import { refuse } from './guard-refusal.ts';
import { shown } from './print-name.ts';
import type { Printer } from './printer.ts';
import { valueOf } from './statement-values.ts';

/** A placeholder as it stands, or as the value it is bound to. Refused when the caller supplies none. */
export function printPlaceholder(text: string, { values, used, narrows }: Printer): Fragment {
  const value = valueOf(text, values);
  if (value === undefined) {
    return refuse(`there is no value for ${shown(text)}: binds and session variables need one that is given with them`);
  }
  used.add(text);
  return narrows ? { text: '?', binds: [value] } : raw(text);
}
