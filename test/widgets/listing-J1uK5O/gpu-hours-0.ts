import { estimateRun } from "v3-companion/compute";

const parameters = {
  known: "hours",
  hours: 2664000,
  utilization: 0.345,
  tokensPerSecond: 1543,
  days: 30,
  tokens: 14800000000000,
  activatedParameters: 37000000000,
  gpus: 2048,
  device: "h800",
  ownPeakFlopPerSecond: 1000000000000000,
  usdPerGpuHour: 2,
  laterHours: 124000,
  flopRule: "six",
  peak: "bf16",
} as const;

const compute = (values: typeof parameters) => estimateRun(values);

globalThis.print(compute(parameters));
