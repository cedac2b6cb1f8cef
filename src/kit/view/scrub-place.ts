/** @file Values and shares of a line that follows a parameter: for the drawing and for the page. */

export type Ends = { from: number; to: number; log: boolean };

/** Where a value lies between both ends, from 0 to 1. */
export function shareOf(value: number, { from, to, log }: Ends): number {
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** The value at such a share. */
export function valueAt(share: number, { from, to, log }: Ends): number {
  const within = Math.min(1, Math.max(0, share));
  return log ? from * (to / from) ** within : from + within * (to - from);
}
