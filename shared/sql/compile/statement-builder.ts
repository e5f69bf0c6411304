import { type Fragment, indent, joinFragments, localName, sql } from './fragment.ts';
import type { GrainProof, ProofStep } from './grain-proof.ts';

/** Collects the named steps of one statement, their proof, and what was taken for granted. */
export class StatementBuilder {
  readonly #steps: { readonly name: string; readonly body: Fragment }[] = [];
  readonly #names = new Set<string>();
  readonly #shared = new Map<string, string>();
  readonly #proof: ProofStep[] = [];
  readonly #rules = new Set<string>();
  readonly #assumptions = new Set<string>();

  /** Keeps a name for a step; a number is added when it is taken. */
  reserve(wanted: string): string {
    let name = wanted.toLowerCase();
    for (let count = 2; this.#names.has(name); count += 1) name = `${wanted.toLowerCase()}_${String(count)}`;
    this.#names.add(name);
    return name;
  }

  /** Adds a CTE under a reserved name. */
  add(name: string, body: Fragment, proof: Omit<ProofStep, 'step'>): void {
    this.#steps.push({ name, body });
    this.#proof.push({ step: name, ...proof });
  }

  /** Adds a CTE that several steps may read, once; gives its name. */
  shared(wanted: string, body: Fragment, proof: Omit<ProofStep, 'step'>): string {
    const key = `${wanted} ${body.text}`;
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const name = this.reserve(wanted);
    this.#shared.set(key, name);
    this.add(name, body, proof);
    return name;
  }

  prove(step: ProofStep): void {
    this.#proof.push(step);
  }

  rule(text: string): void {
    this.#rules.add(text);
  }

  assume(text: string): void {
    this.#assumptions.add(text);
  }

  get assumptions(): readonly string[] {
    return [...this.#assumptions];
  }

  get proof(): GrainProof {
    return { steps: this.#proof, rules: [...this.#rules] };
  }

  statement(final: Fragment): Fragment {
    if (this.#steps.length === 0) return final;
    const steps = this.#steps.map(({ name, body }) => sql`${localName(name)} AS (\n${indent(body)}\n)`);
    return sql`WITH ${joinFragments(steps, ',\n')}\n${final}`;
  }
}
