/** The table of an element's id: `sales` of `sales.revenue`; empty for an id without one. */
export function tableOfId(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('.')));
}

/** An element's id without its table: `revenue` of `sales.revenue`. */
export function bareName(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}
