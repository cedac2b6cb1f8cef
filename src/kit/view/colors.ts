/**
 * @file The named colors of the site. A color means the same on every page; `styles/tokens.css` has its values for light
 * and dark paper, and a test compares the names.
 */

/** Each name with what it stands for. */
export const colors = {
  accent: "DeepSeek-V3, or what the figure is about",
  "accent-soft": "a lesser part of the same",
  neutral: "what it is compared with",
  forward: "forward computation",
  "backward-input": "backward computation, for the input",
  "backward-weights": "backward computation, for the weights",
  "pipeline-communication": "communication between pipeline ranks",
  communication: "other communication: dispatch, combine, gradients",
  idle: "idle time, padding",
  "loss-1": "least loss of precision",
  "loss-2": "little loss",
  "loss-3": "some loss",
  "loss-4": "much loss",
  "loss-5": "most loss of precision; also a limit that is exceeded",
  "series-1": "first of several things of equal rank",
  "series-2": "second",
  "series-3": "third",
  "series-4": "fourth",
  "series-5": "fifth",
  "series-6": "sixth",
  "series-7": "seventh",
  "series-8": "eighth",
} as const;

export type Color = keyof typeof colors;

/** A named color, for `fill` and `stroke`: `color("forward")` is `var(--forward)`. */
export function color(name: Color): string {
  return `var(--${name})`;
}

/** The color of the thing at `index` among several of equal rank; after eight they begin anew. */
export function series(index: number): Color {
  return `series-${((index % 8) + 1) as 1}`;
}
