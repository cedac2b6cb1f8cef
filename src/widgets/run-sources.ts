/** @file What the numbers of a training run are and where they are from, in words. */
import { deviceById, publishedRun, publishedStages } from "../compute/index.ts";

/** What is chosen of a run. */
type Chosen = {
  known: string;
  hours: number;
  tokens: number;
  gpus: number;
  usdPerGpuHour: number;
  device: string;
  peak: "bf16" | "fp8";
};

/** "BF16" on the report's chip, elsewhere with the chip's name. */
export function peakName({ device, peak }: Pick<Chosen, "device" | "peak">): string {
  if (device === "own") return "given";
  return `${device === "h800" ? "" : `${deviceById(device).name} `}${peak === "bf16" ? "BF16" : "FP8"}`;
}

/** Where the peak is from, in words. */
export function peakSource({ device, peak }: Pick<Chosen, "device" | "peak">): string {
  if (device === "own") return "The peak is yours.";
  const { name, peakBf16, peakFp8 } = deviceById(device);
  const { source, read, note } = (peak === "bf16" ? peakBf16 : peakFp8)!;
  return `The peak of the ${name} is from ${source} (read ${read}${note ? `; ${note}` : ""}).`;
}

/** Which of the values are the report's, in this state. */
export function ownership({ known, hours, tokens, gpus, usdPerGpuHour }: Chosen): string {
  const all = [
    ...(known === "hours" ? [["hours", hours === publishedStages[0].hours] as const] : []),
    ["tokens", tokens === publishedRun.tokens] as const,
    ["GPUs", gpus === publishedRun.gpus] as const,
    ["price", usdPerGpuHour === publishedRun.usdPerGpuHour] as const,
  ];
  const own = all.filter(([, isOwn]) => isOwn).map(([name]) => name);
  if (own.length === 0) return "Hours, tokens, GPUs and price are not the report’s.";
  const list = own.length === 1 ? own[0] : `${own.slice(0, -1).join(", ")} and ${own.at(-1)}`;
  return `${list[0].toUpperCase()}${list.slice(1)} ${own.length === 1 && own[0] === "price" ? "is" : "are"} the report’s${own.length < all.length || known !== "hours" ? ", the rest is chosen here" : ""}.`;
}
