/** @file Assumptions of a training step as parameters of its figure: rates, links, traffic and the imbalance of experts. */
import { stepAssumptions, type StepAssumptions } from "../compute/index.ts";
import { integer, number } from "../kit/index.ts";

/** An assumption's value, name and source, as `src/compute` has them. */
const given = (key: keyof StepAssumptions): { label: string; initial: number; help: string } => {
  const { name, value, source } = stepAssumptions.find((assumption) => assumption.key === key)!;
  return { label: name, initial: value, help: `Source: ${source}.` };
};
const rate = {
  range: [1e14, 2e15] as [number, number],
  scale: "log",
  shown: ["si", 3, "FLOP/s"],
  secondary: true,
} as const;
const link = { range: [1e9, 1e12] as [number, number], scale: "log", shown: ["si", 3, "B/s"] } as const;

/** One for each assumption of `src/compute`. */
export const stepAssumptionParams = {
  expertImbalance: number({
    ...given("expertImbalance"),
    label: "Imbalance of experts",
    range: [1, 3],
    step: 0.05,
    help: "Work on the busiest GPU over the mean; ours. Perfect balance is 1.",
  }),
  infinibandBytesPerSecond: number({ mine: "scaleOutBytesPerSecond", ...given("infinibandBytesPerSecond"), ...link }),
  communicationSms: integer({ ...given("communicationSms"), range: [1, 60], report: true }),
  attentionProductFlopPerSecond: number({ ...given("attentionProductFlopPerSecond"), ...rate }),
  ffnProductFlopPerSecond: number({ ...given("ffnProductFlopPerSecond"), ...rate }),
  bf16ProductFlopPerSecond: number({ ...given("bf16ProductFlopPerSecond"), ...rate }),
  attentionForwardFlopPerSecond: number({ ...given("attentionForwardFlopPerSecond"), ...rate }),
  attentionBackwardFlopPerSecond: number({ ...given("attentionBackwardFlopPerSecond"), ...rate }),
  attentionBackwardPerForward: number({
    ...given("attentionBackwardPerForward"),
    range: [1, 5],
    step: 0.1,
    secondary: true,
  }),
  memoryBytesPerSecond: number({
    mine: "memoryBytesPerSecond",
    ...given("memoryBytesPerSecond"),
    range: [1e11, 2e13],
    scale: "log",
    shown: ["si", 3, "B/s"],
    secondary: true,
  }),
  bytesPerValue: number({ ...given("bytesPerValue"), range: [0, 24], step: 0.5, secondary: true }),
  nvlinkBytesPerSecond: number({
    mine: "scaleUpBytesPerSecond",
    ...given("nvlinkBytesPerSecond"),
    ...link,
    secondary: true,
    report: true,
  }),
  sms: integer({ mine: "sms", ...given("sms"), range: [100, 256], secondary: true, report: true }),
  optimizerBytesPerParameter: number({
    ...given("optimizerBytesPerParameter"),
    range: [0, 100],
    step: 1,
    secondary: true,
  }),
  gradientBytes: number({ ...given("gradientBytes"), range: [1, 8], step: 1, secondary: true }),
  parameterBytes: number({ ...given("parameterBytes"), range: [1, 8], step: 1, secondary: true }),
} as const;
