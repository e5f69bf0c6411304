import { NodeReader } from './ast-node.ts';
import { type Identifier, readIdentifier } from './print-name.ts';
import type { Output, Scope } from './scope.ts';

/** What a table or common table is called, and its columns when they are given names. */
export interface Alias {
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
}

export function readAlias(node: unknown): Alias {
  const reader = new NodeReader(node, 'an alias');
  reader.get('explicit');
  const name = readIdentifier(reader.get('name'));
  const columns = reader.list('columns').map((column) => {
    const definition = new NodeReader(column, 'an alias');
    const identifier = readIdentifier(definition.get('name'));
    definition.done();
    return identifier;
  });
  reader.done();
  return { name, columns };
}

export function columnList(columns: readonly Identifier[]): string {
  return columns.length === 0 ? '' : `(${columns.map(({ text }) => text).join(', ')})`;
}

export function renamed(output: Output, columns: readonly Identifier[]): Output {
  return columns.length === 0 ? output : columns.map(({ value }) => value);
}

export function aliasOf(reader: NodeReader): Alias | null {
  return reader.has('alias') ? readAlias(reader.get('alias')) : null;
}

export function aliasText(alias: Alias | null): string {
  return alias === null ? '' : ` AS ${alias.name.text}${columnList(alias.columns)}`;
}

/** Adds what FROM reads to the scope; `path` is the table's own name where it has no alias. */
export function addSource(scope: Scope, alias: Alias | null, output: Output, path: readonly string[] = []): void {
  const columns = renamed(output, alias?.columns ?? []);
  scope.addSource({ name: alias?.name.value ?? '', path, columns: columns === null ? null : new Set(columns) });
}
