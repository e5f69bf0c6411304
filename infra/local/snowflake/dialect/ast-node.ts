import { unsupported } from './refusal.ts';

/** An enum value as serde writes Rust's: "Name" alone, or {"Name": payload}. */
export interface Variant {
  readonly name: string;
  readonly payload: unknown;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function variantOf(value: unknown): Variant {
  if (typeof value === 'string') return { name: value, payload: null };
  if (!isRecord(value)) throw unsupported(`syntax node ${typeof value}`);
  const [name, ...more] = Object.keys(value);
  if (name === undefined || more.length > 0) throw unsupported(`syntax node {${Object.keys(value).join(', ')}}`);
  return { name, payload: value[name] ?? null };
}

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unsupported(`syntax node ${typeof value}`);
  return value;
}

/**
 * A syntax node that must be read in full.
 *
 * Every part of a statement has to be printed or refused: finish() throws 000002 for a field that holds something
 * and that nobody asked for, so a clause added by a newer parser can never be dropped silently.
 */
export class AstNode {
  readonly kind: string;
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(value: unknown, kind: string) {
    if (!isRecord(value)) throw unsupported(`${kind} as ${typeof value}`);
    this.#fields = value;
    this.kind = kind;
  }

  take(field: string): unknown {
    this.#read.add(field);
    return this.#fields[field] ?? null;
  }

  list(field: string): readonly unknown[] {
    const value = this.take(field);
    return value === null ? [] : listOf(value);
  }

  flag(field: string): boolean {
    return this.take(field) === true;
  }

  text(field: string): string {
    const value = this.take(field);
    if (typeof value !== 'string') throw unsupported(`${this.kind} without ${field}`);
    return value;
  }

  node(field: string): AstNode {
    return new AstNode(this.take(field), `${this.kind}.${field}`);
  }

  optionalNode(field: string): AstNode | null {
    const value = this.take(field);
    return value === null ? null : new AstNode(value, `${this.kind}.${field}`);
  }

  finish(): void {
    for (const [field, value] of Object.entries(this.#fields)) {
      if (!this.#read.has(field) && !isLocation(field) && holdsSomething(value)) {
        throw unsupported(`${this.kind}: ${field.replaceAll('_', ' ').toUpperCase()}`);
      }
    }
  }
}

function isLocation(field: string): boolean {
  return field === 'span' || field.endsWith('_token');
}

function holdsSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '' || value === 'None') return false;
  if (Array.isArray(value)) return value.length > 0;
  return true;
}
