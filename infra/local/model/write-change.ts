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

/** A proposed change as what would be added to the model's files. */
export function writeChange(change: ModelChange): string {
  switch (change.kind) {
    case 'synonym': {
      const { element, value, word } = change;
      if (value === null) return `  proposed synonym of ${element}, in the model:\n${indented({ synonyms: [word] })}`;
      return `  proposed synonym of a value, in the sidecar:\n${indented({ elements: { [element]: { value_synonyms: { [value]: [word] } } } })}`;
    }
    case 'verified-plan': {
      const { model: _, nested: __, ...query } = change.plan;
      const plan = withoutDefaults(querySchema.parse(query));
      return `  proposed verified plan, in the sidecar:\n${indented({ verified_plans: [{ name: 'NAME', question: change.question, plan }] })}`;
    }
    case 'default-filter': {
      const { field, values, words } = change;
      const table = field.slice(0, field.indexOf('.'));
      const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
      const filter = {
        name: 'NAME',
        table,
        expr: `${field.slice(field.indexOf('.') + 1)} NOT IN (${list})`,
        lifted_by: [`including ${words}`],
      };
      return `  proposed default filter, in the sidecar:\n${indented({ default_filters: [filter] })}`;
    }
  }
}
