import type { Presentation, Scale } from '#shared/schemas/presentation.ts';
import type { Format } from '#shared/semantic/semantic-model.ts';

/** Everything is written for this locale; the language of answers is English. */
const LOCALE = 'en-US';
/** From here on text says $4.21M rather than $4,210,000. */
const COMPACT_FROM = 1_000_000;

type Options = Intl.NumberFormatOptions;

/** A format with the person's own wishes, where there are any; they go before the model's and before the figure's size. */
export interface FigureFormat extends Format {
  readonly wished?: Pick<Presentation, 'scale' | 'decimals'>;
}

const STEPS: Readonly<Record<Scale, { readonly divisor: number; readonly suffix: string } | null>> = {
  exact: null,
  thousands: { divisor: 1e3, suffix: 'K' },
  millions: { divisor: 1e6, suffix: 'M' },
  billions: { divisor: 1e9, suffix: 'B' },
};

/** What a figure of this format is divided by, and what is written behind it; null where it is written as it is. */
export function scaleSteps({
  wished,
  unit,
}: FigureFormat): { readonly divisor: number; readonly suffix: string } | null {
  return unit === 'percent' || !wished?.scale ? null : STEPS[wished.scale];
}

/** A figure as text writes it: `$4.21M`, `$887,350`, `$84.32`, `8.3%`, `1,234`. */
export function formatFigure(value: number, format: FigureFormat): string {
  if (format.wished !== undefined) return formatWished(value, format, format.wished);
  if (format.unit === 'percent') return formatPercent(value, format.decimals ?? 1);
  const size = Math.abs(value);
  const currency: Options = format.isCurrency ? { style: 'currency', currency: format.unit ?? 'USD' } : {};
  if (size >= COMPACT_FROM) return write(value, { ...currency, notation: 'compact', ...digits(2) });
  return write(value, { ...currency, ...digits(plainDecimals(size, format)) });
}

/** As the person wishes: `$2,305K`, `$2.3M`, `$2,304,780`; without decimals of theirs three digits say enough of a scale. */
function formatWished(value: number, format: FigureFormat, { decimals }: Pick<Presentation, 'decimals'>): string {
  const steps = scaleSteps(format);
  if (steps === null) return formatExact(value, { ...format, decimals: decimals ?? format.decimals });
  const scaled = value / steps.divisor;
  const size = Math.abs(scaled);
  const telling = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${formatExact(scaled, { ...format, decimals: decimals ?? telling })}${steps.suffix}`;
}

/** A figure as a table shows it, with all digits that mean something. */
export function formatExact(value: number, format: Format): string {
  if (format.unit === 'percent') return formatPercent(value, format.decimals ?? 1);
  const currency: Options = format.isCurrency ? { style: 'currency', currency: format.unit ?? 'USD' } : {};
  const decimals = format.decimals ?? (format.isCurrency ? 2 : Number.isInteger(value) ? 0 : 2);
  return write(value, { ...currency, ...digits(decimals) });
}

/** A fraction as a percentage: 0.083 is `8.3%`. */
export function formatPercent(fraction: number, decimals = 1): string {
  return write(fraction, { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: decimals });
}

export function formatCount(value: number): string {
  return write(value, digits(0));
}

function plainDecimals(size: number, { isCurrency, decimals }: Format): number {
  if (isCurrency) return size >= 1000 ? 0 : 2;
  return decimals ?? (Number.isInteger(size) || size >= 1000 ? 0 : 2);
}

function digits(count: number): Options {
  return { minimumFractionDigits: count === 2 ? 0 : count, maximumFractionDigits: count };
}

/** Intl refuses a currency that is no ISO code; the unit is then written behind the number. */
function write(value: number, options: Options): string {
  // Adding 0 turns -0 into 0.
  const number = value + 0;
  if (options.currency !== undefined && !/^[A-Z]{3}$/.test(options.currency)) {
    const { currency, style: _, ...plain } = options;
    return `${new Intl.NumberFormat(LOCALE, plain).format(number)} ${currency}`;
  }
  const isWholeMoney =
    options.style === 'currency' && options.maximumFractionDigits === 2 && options.notation === undefined;
  const exact = isWholeMoney ? { ...options, minimumFractionDigits: 2 } : options;
  return new Intl.NumberFormat(LOCALE, exact).format(number);
}
