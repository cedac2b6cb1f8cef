/** @file Figures of an accelerator in words, each with where it is from. */
import { deviceById, h800Design, type Design, type Device } from "../compute/index.ts";
import { formatNumber, formatSi, formatUsd } from "../kit/index.ts";

/** Source of a figure that no page gives. */
export const notRead = "not known; the H800’s";
const labels = {
  peakBf16: ["BF16 peak", "FLOP/s"],
  peakFp8: ["FP8 peak", "FLOP/s"],
  peakFp32: ["FP32 peak", "FLOP/s"],
  sms: ["SMs", ""],
  memoryBytes: ["Memory", "B"],
  memoryBytesPerSecond: ["Memory bandwidth", "B/s"],
  scaleUpSize: ["Scale-up domain", ""],
  scaleUpBytesPerSecond: ["Scale-up bandwidth", "B/s"],
  scaleOutBytesPerSecond: ["Scale-out bandwidth", "B/s"],
  adderBits: ["Bits of the adder", ""],
  watts: ["Power", "W"],
  usdPerHour: ["Price of an hour", "$"],
} as const satisfies Partial<Record<keyof Device & keyof Design, readonly [string, string]>>;

/** What is set, and where it is from: the chip's source, the H800's figure in its place, or the reader's hand. */
export function figuresOf(design: Partial<Design>, id: string): { figure: string; value: string; source: string }[] {
  const device = deviceById(id);
  return (Object.keys(labels) as (keyof typeof labels)[]).map((key) => {
    const [figure, unit] = labels[key];
    const value = design[key]!;
    const quoted = device[key];
    const inherited = key === "peakFp8" && device.peakBf16 ? device.peakBf16.value : h800Design[key];
    const source =
      quoted && quoted.value === value
        ? `“${quoted.quote}”, ${quoted.source}${quoted.note ? `; ${quoted.note}` : ""}`
        : quoted || value !== inherited
          ? "set here"
          : key === "peakFp8"
            ? "no FP8 was read: BF16’s"
            : id === "h800"
              ? "not read; an H100’s"
              : notRead;
    return {
      figure,
      value: unit === "$" ? formatUsd(value, 3) : unit === "" ? formatNumber(value, 5) : formatSi(value, unit),
      source,
    };
  });
}
