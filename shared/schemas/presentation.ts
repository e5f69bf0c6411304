import { z } from 'zod';

/** Forms in which a result can be shown. */
export const VIEWS = ['table', 'bar', 'line'] as const;
export type View = (typeof VIEWS)[number];

/**
 * How the person wants a result to be shown. Concerns the writing alone: the plan, the statement and every figure of the
 * table stay as they are.
 */
export const presentationSchema = z.object({
  /** Null leaves the form to what fits. */
  view: z.enum(VIEWS).nullable(),
  /** What figures are counted in; `exact` writes all their digits. Null lets their size decide. Fractions have no scale. */
  scale: z.enum(['exact', 'thousands', 'millions', 'billions']).nullable(),
  /** Digits after the point, of percentages too; null leaves them to the figure. */
  decimals: z.int().min(0).max(6).nullable(),
});
export type Presentation = z.infer<typeof presentationSchema>;
export type Scale = NonNullable<Presentation['scale']>;

/** Nothing is wished for. */
export const PLAIN_PRESENTATION: Presentation = { view: null, scale: null, decimals: null };

/** One wish on top of another: what the later one leaves open stays. */
export function addPresentation(before: Presentation | null, wish: Presentation): Presentation {
  return {
    view: wish.view ?? before?.view ?? null,
    scale: wish.scale ?? before?.scale ?? null,
    decimals: wish.decimals ?? before?.decimals ?? null,
  };
}
