import { estimateRun } from "v3-companion/compute";

const parameters = {
  known: "hours",
  hours: 30840000,
  utilization: 0.345,
  tokensPerSecond: 1543,
  days: 30,
  tokens: 15600000000000,
  activatedParameters: 405000000000,
  gpus: 16384,
  device: "h800",
  ownPeakFlopPerSecond: 1000000000000000,
  usdPerGpuHour: 2,
  laterHours: 0,
  flopRule: "six",
  peak: "bf16",
} as const;

const compute = (values: typeof parameters) => estimateRun(values);

globalThis.print(compute(parameters));
