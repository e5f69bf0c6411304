import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { ModelChange } from '#shared/conversation/suggest-change.ts';
import { querySchema } from '#shared/schemas/plan.ts';

/** Leaves out what a plan has by default, so that a person can read what is proposed. */
function withoutDefaults(plan: unknown): unknown {
  return JSON.parse(
    JSON.stringify(plan, (_, value: unknown) => {
      const isDefault =
        value === null || value === false || value === 'calendar' || (Array.isArray(value) && value.length === 0);
      return isDefault ? undefined : value;
    }),
  );
}

function indented(value: unknown): string {
  return stringify(value)
    .trimEnd()
    .split('\n')
    .map((line) => `    + ${line}`)
    .join('\n');
}

function nameFrom(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 60);
}

/** A verified plan as the sidecar has it. */
export function verifiedPlanOf({ question, plan: whole }: Extract<ModelChange, { kind: 'verified-plan' }>): object {
  const { model: _, nested: __, ...query } = whole;
  return { name: nameFrom(question), question, plan: withoutDefaults(querySchema.parse(query)) };
}

/** A default filter as the sidecar has it. */
export function filterOf({ field, values, words }: Extract<ModelChange, { kind: 'default-filter' }>): object {
  const [table = '', dimension = ''] = field.split('.');
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  const name = nameFrom(`without ${words}`);
  return { name, table, expr: `${dimension} NOT IN (${list})`, lifted_by: [`including ${words}`] };
}

/** By which a proposed change is accepted: the same change has the same one. */
export function changeId(change: ModelChange): string {
  return createHash('sha256').update(JSON.stringify(change)).digest('hex').slice(0, 8);
}

/** A proposed change as what would be added to the model's files. */
export function writeChange(change: ModelChange): string {
  switch (change.kind) {
    case 'synonym': {
      const { element, value, word } = change;
      if (value === null) return `  proposed synonym of ${element}, in the model:\n${indented({ synonyms: [word] })}`;
      return `  proposed synonym of a value, in the sidecar:\n${indented({ elements: { [element]: { value_synonyms: { [value]: [word] } } } })}`;
    }
    case 'verified-plan': {
      return `  proposed verified plan, in the sidecar:\n${indented({ verified_plans: [verifiedPlanOf(change)] })}`;
    }
    case 'default-filter': {
      return `  proposed default filter, in the sidecar:\n${indented({ default_filters: [filterOf(change)] })}`;
    }
  }
}
