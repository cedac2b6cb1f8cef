/** @file What a range makes of a number: one rule for its cell and for the page that draws it. */

/** Bounds of a range; `step` is null where any number between them is a value. */
export type Range = { min: number; max: number; step: number | null };

/** The value of the range that is nearest to `raw`: within its bounds, and on a step where it has steps. */
export function rangeValue({ min, max, step }: Range, raw: number): number {
  const within = Math.min(max, Math.max(min, raw));
  if (step === null) return within;
  // The last step may lie below the largest value; it is not lost to 0.3 / 0.1 being a little less than 3.
  const last = Math.floor((max - min) / step + 1e-9);
  const steps = Math.min(last, Math.round((within - min) / step));
  // 0.1 + 2 × 0.1 is not 0.3: a value has as many decimals as the smallest one and the step.
  return Number((min + steps * step).toFixed(Math.max(decimals(min), decimals(step))));
}

/** A step for a slider over a range without one: 1, 2 or 5 times a power of ten, at least 200 of them. */
export function sliderStep({ min, max, step }: Range): number {
  if (step !== null) return step;
  const finest = (max - min) / 200;
  const power = 10 ** Math.floor(Math.log10(finest));
  return Number(([5, 2, 1].find((times) => times * power <= finest) ?? 1) + `e${Math.floor(Math.log10(finest))}`);
}

/** Digits behind the point, as the number is written. */
function decimals(value: number): number {
  const [, fraction = "", exponent = "0"] = /^-?\d+(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(value)) ?? [];
  return Math.min(100, Math.max(0, fraction.length - Number(exponent)));
}
