/** @file Plans for lessons and questions for a discussion, by chapter: what `content/course` holds. */
import { z } from "astro/zod";
import { figuresIn } from "../figures/in-text.ts";

const step = z.strictObject({
  minutes: z.number().int().positive(),
  /** What is done. */
  do: z.string().min(1),
  /** A figure, an exercise, or `predict-<figure>` of the chapter. */
  at: z.string().optional(),
});

/** A chapter's plans. Their steps add up to the minutes of a lesson: 45 for the short one, 90 for the long one. */
const planSchema = z.strictObject({
  short: z
    .array(step)
    .min(2)
    .refine((steps) => minutesOf(steps) === 45, "the steps of `short` must add up to 45 minutes"),
  long: z
    .array(step)
    .min(2)
    .refine((steps) => minutesOf(steps) === 90, "the steps of `long` must add up to 90 minutes"),
  discuss: z.array(z.string()).min(2),
});

/** A file of `content/course`: plans by the number of a chapter. */
export const courseFileSchema = z.record(z.string(), planSchema);

export type Step = z.infer<typeof step>;
export type Plan = z.infer<typeof planSchema>;

function minutesOf(steps: readonly { minutes: number }[]): number {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0);
}

/**
 * The anchor of a step in its chapter's page.
 *
 * @param body  source of the chapter
 * @throws Error if the chapter has nothing of that name
 */
export function anchorOf(at: string, body: string): string {
  const has = (element: string, name: string): boolean =>
    new RegExp(`<${element}\\b[^>]*\\b(?:of|id|figure)="${name}"`).test(body);
  if (figuresIn(body).some(({ name }) => name === at)) return at;
  if (has("Exercise", at)) return `exercise-${at}`;
  if (at.startsWith("predict-") && has("Predict", at.slice("predict-".length))) return at;
  throw new Error(`content/course: there is no figure, exercise or guess "${at}" in its chapter`);
}
