import { DEFAULT_CALENDAR, type CalendarSettings } from '../calendar/calendar-settings.ts';
import { isTimeZone } from '../calendar/zoned-date.ts';
import { scalarTypeOf } from './data-type.ts';
import type { ModelDocument } from './model-document.ts';
import type { PlacedProblem } from './model-problem.ts';
import { parseSql } from './parse-sql.ts';
import {
  type ResolveContext,
  attempt,
  createResolveContext,
  findReference,
  findReferences,
} from './resolve-context.ts';
import { resolveMetrics } from './resolve-metrics.ts';
import { resolveRelationships } from './resolve-relationships.ts';
import { resolveRow } from './resolve-row.ts';
import { resolveTable } from './resolve-table.ts';
import type { DefaultFilter, RowPolicy, SemanticModel, VerifiedPlan, VerifiedQuery } from './semantic-model.ts';
import { type CalendarDocument, type SidecarDocument, WEEKDAYS } from './sidecar-document.ts';

function weekday(name: (typeof WEEKDAYS)[number] | undefined, fallback: number): number {
  return name === undefined ? fallback : WEEKDAYS.indexOf(name);
}

function zoneOf(context: ResolveContext, zone: string): string {
  if (isTimeZone(zone)) return zone;
  context.report({
    severity: 'error',
    rule: 'time-zone',
    document: 'sidecar',
    path: ['calendar', 'time_zone'],
    message: `${zone} is no time zone.`,
    mend: 'Write an IANA name, e.g. Europe/Berlin or UTC.',
  });
  return DEFAULT_CALENDAR.timeZone;
}

function calendarOf(context: ResolveContext, document: CalendarDocument = {}): CalendarSettings {
  return {
    fiscalYearStartMonth: document.fiscal_year_start_month ?? DEFAULT_CALENDAR.fiscalYearStartMonth,
    fiscalYearNamedBy: document.fiscal_year_named_by ?? DEFAULT_CALENDAR.fiscalYearNamedBy,
    retailPattern: document.retail_pattern ?? DEFAULT_CALENDAR.retailPattern,
    retailWeekEnd: weekday(document.retail_week_end, DEFAULT_CALENDAR.retailWeekEnd),
    retailYearEnd: document.retail_year_end ?? DEFAULT_CALENDAR.retailYearEnd,
    weekStart: weekday(document.week_start, DEFAULT_CALENDAR.weekStart),
    timeZone: zoneOf(context, document.time_zone ?? DEFAULT_CALENDAR.timeZone),
    holidays: document.holidays ?? DEFAULT_CALENDAR.holidays,
  };
}

function readCondition(
  context: ResolveContext,
  condition: { readonly table: string; readonly expr: string },
  path: readonly (string | number)[],
  allowsAttributes: boolean,
) {
  const table = context.scope.table({ value: condition.table, isQuoted: false });
  if (table === null) {
    const among = new Set(context.document.tables.map(({ name }) => name));
    findReference(context, condition.table, { among, table: null, path: [...path, 'table'] });
    return null;
  }
  const row = { scope: context.scope, table, within: [], metric: null, isRolledUp: false, allowsAttributes };
  const expression = attempt(context, { document: 'sidecar', path: [...path, 'expr'] }, () =>
    resolveRow(parseSql(condition.expr), row),
  );
  return expression === null ? null : { table, expr: condition.expr, expression };
}

function defaultFilters(context: ResolveContext): readonly DefaultFilter[] {
  return (context.sidecar.default_filters ?? []).flatMap((filter, index): readonly DefaultFilter[] => {
    const read = readCondition(context, filter, ['default_filters', index], false);
    if (read === null) return [];
    const { name, description, lifted_by: liftedBy } = filter;
    return [{ name, ...read, description: description ?? '', liftedBy: liftedBy ?? [] }];
  });
}

function rowPolicies(context: ResolveContext): readonly RowPolicy[] {
  return (context.sidecar.row_policies ?? []).flatMap((policy, index): readonly RowPolicy[] => {
    const read = readCondition(context, policy, ['row_policies', index], true);
    if (read === null) return [];
    return [{ name: policy.name, ...read, roles: policy.roles ?? ['*'], exceptRoles: policy.except_roles ?? [] }];
  });
}

function verifiedQueries(document: ModelDocument): readonly VerifiedQuery[] {
  return (document.verified_queries ?? []).map((query) => ({
    name: query.name,
    question: query.question,
    sql: query.sql,
    verifiedAt: query.verified_at === undefined ? null : query.verified_at * 1000,
    verifiedBy: query.verified_by ?? null,
    isOnboarding: query.use_as_onboarding_question ?? false,
  }));
}

function verifiedPlans(sidecar: SidecarDocument, model: string): readonly VerifiedPlan[] {
  return (sidecar.verified_plans ?? []).map(({ name, question, plan, verified_by, verified_at }) => ({
    name,
    question,
    plan: { ...plan, model, nested: [] },
    verifiedBy: verified_by ?? null,
    verifiedAt: verified_at ?? null,
  }));
}

/** The sidecar's keys must name what the model has, or what they say would be lost without a word. */
function checkKeys(context: ResolveContext): void {
  const { sidecar, document } = context;
  const tables = new Set(document.tables.map(({ name }) => name));
  const groups = [
    { key: 'tables', among: tables },
    { key: 'elements', among: context.elementIds },
    { key: 'metrics', among: context.metricIds },
  ] as const;
  for (const { key, among } of groups) {
    for (const name of Object.keys(sidecar[key] ?? {})) {
      findReference(context, name, { among, table: null, path: [key, name] });
    }
  }
}

function checkName(context: ResolveContext): void {
  if (context.sidecar.model === context.document.name) return;
  const message = `The sidecar belongs to ${context.sidecar.model}, not to ${context.document.name}.`;
  const mend = 'Write the name of the model, or read the other sidecar.';
  const path = ['model'];
  context.report({ severity: 'error', rule: 'unknown-reference', document: 'sidecar', path, message, mend });
}

function hierarchiesOf(context: ResolveContext): SemanticModel['hierarchies'] {
  return (context.sidecar.hierarchies ?? []).map(({ name, levels }, index) => {
    const path = ['hierarchies', index, 'levels'];
    return { name, levels: findReferences(context, levels, { among: context.elementIds, table: null, path }) };
  });
}

/** Joins a model and its sidecar; whatever does not fit is added to `problems`, and the model is then not to be used. */
export function resolveModel(
  document: ModelDocument,
  sidecar: SidecarDocument,
  problems: PlacedProblem[],
): SemanticModel {
  const context = createResolveContext(document, sidecar, problems);
  checkName(context);
  checkKeys(context);
  const relationships = resolveRelationships(context);
  const bareTables = document.tables.map((table, index) => resolveTable(context, table, index));
  const metrics = resolveMetrics(context, bareTables);
  const instructions = document.module_custom_instructions ?? {};
  return {
    name: document.name,
    description: document.description?.trim() ?? '',
    tables: bareTables.map((table) => ({ ...table, metrics: metrics.filter((metric) => metric.table === table.name) })),
    relationships,
    metrics: metrics.filter((metric) => metric.table === null),
    variables: (document.variables ?? []).map((variable) => ({
      name: variable.name,
      dataType: variable.data_type.toUpperCase(),
      type: scalarTypeOf(variable.data_type) ?? 'variant',
      defaultValue: variable.default_value,
      description: variable.description ?? '',
    })),
    verifiedQueries: verifiedQueries(document),
    verifiedPlans: verifiedPlans(sidecar, document.name),
    instructions: {
      sqlGeneration: instructions.sql_generation ?? document.custom_instructions ?? '',
      questionCategorization: instructions.question_categorization ?? '',
    },
    calendar: calendarOf(context, sidecar.calendar),
    defaultFilters: defaultFilters(context),
    rowPolicies: rowPolicies(context),
    piiRoles: sidecar.pii_roles ?? [],
    hierarchies: hierarchiesOf(context),
    sampleQuestions: sidecar.sample_questions ?? [],
    isDraft: sidecar.is_draft === true,
  };
}
