import { z } from 'zod';

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8_080),
  /** The date that the sample data ends before and that "today" means; the real date when it is not set. */
  BATON_AS_OF: z.iso.date().optional(),
  BATON_SEED: z.coerce.number().int().min(0).default(20_260_101),
});

export interface LocalSettings {
  /** 0 for any free one. */
  readonly port: number;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly seed: number;
}

/** Reads the settings of a laptop; says which variable is wrong. */
export function readLocalSettings(environment: Readonly<Record<string, string | undefined>>): LocalSettings {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { PORT, BATON_AS_OF, BATON_SEED } = parsed.data;
  return { port: PORT, asOf: BATON_AS_OF ?? new Date().toISOString().slice(0, 10), seed: BATON_SEED };
}
