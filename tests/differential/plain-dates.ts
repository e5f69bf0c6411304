const DAY_MS = 86_400_000;

function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return toText(Date.parse(date) + days * DAY_MS);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** The same day of a later month, or the last day of a shorter one. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return toText(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
}

/** First day of the unit with this date; weeks begin on Monday. */
export function bucketOf(date: string, grain: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const first = (months: number): string => toText(Date.UTC(year, Math.floor((month - 1) / months) * months, 1));
  switch (grain) {
    case 'day':
      return date;
    case 'week':
      return addDays(date, -((new Date(date).getUTCDay() + 6) % 7));
    case 'month':
      return first(1);
    case 'quarter':
      return first(3);
    case 'half':
      return first(6);
    case 'year':
      return first(12);
    default:
      throw new Error(`There is no unit ${grain}.`);
  }
}
