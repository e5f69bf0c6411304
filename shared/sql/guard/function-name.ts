import type { Catalogue } from './catalogue.ts';
import { refuse } from './guard-refusal.ts';
import { MATCH_SEMANTICS } from './prepare-match.ts';
import { methodNamed } from './prepare-method.ts';
import { type Identifier, nameText, shown } from './print-name.ts';
import { MODEL_METHODS, PURE_FUNCTIONS } from './pure-functions.ts';
import type { Scope } from './scope.ts';

/**
 * The name of a function that may be called, as it is written: one of the list, one that only means something where it
 * stands, or one that the catalogue declares.
 *
 * Unquoted, so that no name can hold a sign; one part, unless the catalogue declares a function of the account's own, or a
 * model whose method is called.
 */
export function functionName(parts: readonly Identifier[], scope: Scope, { functions }: Catalogue): string {
  const name = parts.map(({ value }) => value).join('.');
  if (parts.some(({ text }) => text.startsWith('"'))) return refuse(`the function ${shown(name)} is not on the list`);
  const method = methodNamed(parts.at(-1)?.value ?? '');
  if (method !== null) return methodName(nameText(parts.slice(0, -1)).toUpperCase(), method, functions);
  if (parts.length === 1) {
    const known = PURE_FUNCTIONS.has(name) ? name : matchFunction(name, scope);
    if (known !== null) return known;
  }
  return functions.includes(name) ? name : refuse(`the function ${shown(name)} is not on the list`);
}

/** A function of a MATCH_RECOGNIZE, or an aggregate of one with FINAL or RUNNING before it. */
function matchFunction(name: string, scope: Scope): string | null {
  if (scope.knowsFunction(name)) return name;
  const semantics = Object.entries(MATCH_SEMANTICS).find(([, prefix]) => name.startsWith(prefix));
  if (semantics === undefined) return null;
  const [word, prefix] = semantics;
  const called = name.slice(prefix.length);
  const isAggregate = called === 'FIRST' || called === 'LAST' || PURE_FUNCTIONS.has(called);
  return isAggregate && scope.knowsFunction('CLASSIFIER') ? `${word} ${called}` : null;
}

/** A model is declared as a function is: `M` for all its methods, or `M!PREDICT` for one. */
function methodName(model: string, method: string, functions: readonly string[]): string {
  const call = `${model}!${method}`;
  if (!MODEL_METHODS.has(method)) return refuse(`the method ${shown(method)} of a model is not on the list`);
  const isDeclared = functions.includes(model) || functions.includes(call);
  return isDeclared ? call : refuse(`the model ${shown(model)} is not on the list`);
}
