import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { Plan, Query } from '#shared/schemas/plan.ts';
import type { Database } from '../random-database.ts';
import { addCalculations } from './calculate.ts';
import type { World } from './conditions.ts';
import { finish } from './finish.ts';
import { summarized } from './summarized.ts';
import { evaluateGroups } from './grouped.ts';
import { Meaningless, type ResultTable } from './result-table.ts';
import { evaluateCohorts, evaluateListing, evaluateMembers } from './rows.ts';

/**
 * Answers a plan over the differential model row by row, sharing no code with the compiler: what it knows of the model
 * is written out in plain look-ups. Null when the plan has no meaning in the model.
 */
export function evaluatePlan(plan: Plan, database: Database, calendar: CalendarSettings): ResultTable | null {
  try {
    const nested = new Map<string, ResultTable>();
    for (const { name, query } of plan.nested) {
      nested.set(name.toLowerCase(), evaluateQuery({ database, calendar, nested }, query));
    }
    return evaluateQuery({ database, calendar, nested }, plan);
  } catch (error) {
    if (error instanceof Meaningless) return null;
    throw error;
  }
}

function evaluateQuery(world: World, query: Query): ResultTable {
  return finish(world, query, summarized(query, rowsOf(world, query)));
}

function rowsOf(world: World, query: Query): ResultTable {
  if (query.listing !== null) return evaluateListing(world, query, query.listing);
  if (query.cohort !== null) return addCalculations(world, query, evaluateCohorts(world, query, query.cohort));
  if (query.metrics.length === 0) return evaluateMembers(world, query);
  return addCalculations(world, query, evaluateGroups(world, query));
}
