/** @file Parameters of decoding on a served unit that its figures have alike. */
import { publishedDay, servingAssumptions } from "../compute/index.ts";
import { choice, integer, number } from "../kit/index.ts";

export const servingParams = {
  context: integer({
    label: "Cached tokens of a request",
    range: [128, 131_072],
    scale: "log",
    initial: publishedDay.context,
    shown: "count",
  }),
  infiniband: number({
    mine: "scaleOutBytesPerSecond",
    label: "Links between GPUs",
    range: [10e9, 900e9],
    scale: "log",
    initial: servingAssumptions.find(({ key }) => key === "infinibandBytesPerSecond")!.value,
    shown: ["si", 3, "B/s"],
  }),
  /** What runs beside what, of two micro-batches. */
  way: choice({
    label: "Overlap",
    options: [
      ["none", "None"],
      ["attention-beside-experts", "Attention beside experts (report)"],
      ["five-stages", "Five stages (overview)"],
    ],
    initial: "five-stages",
  }),
} as const;
