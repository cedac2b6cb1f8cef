/**
 * @file The reader's own model and cluster, as figures take them: a parameter says by `mine` which of these values it is.
 * They are offered, never set by themselves; what a parameter does not take is named with the reason.
 */
import { nameValue, parseValue } from "./param-values.ts";
import type { ChoiceParam, Params } from "./params.ts";

/** What a reader can say of a model and a cluster, in base units, with what it is called. */
export const mineNames = {
  model: "model",
  config: "config.json",
  activatedParameters: "activated parameters",
  device: "GPU",
  gpus: "number of GPUs",
  gpusPerNode: "GPUs of a node",
  usdPerGpuHour: "price",
  scaleUpBytesPerSecond: "links inside a node",
  scaleOutBytesPerSecond: "links between nodes",
  memoryBytes: "memory",
  memoryBytesPerSecond: "memory bandwidth",
  peakBf16: "BF16 peak",
  peakFp8: "FP8 peak",
  sms: "SMs",
} as const;
export type MineKey = keyof typeof mineNames;

/** What a reader has said. */
export type Mine = Readonly<Partial<Record<MineKey, string | number>>>;

export type MineState = {
  /** Parameters that take the reader's values. */
  change: Readonly<Record<string, unknown>>;
  /** The same in words: "GPUs 4,096". */
  taken: readonly string[];
  /** A sentence for each value that its parameter does not take. */
  misfits: readonly string[];
  /** What the figure could take and the reader has not said. */
  missing: readonly string[];
};

/** Whether a figure takes anything. */
export function takesMine(params: Params): boolean {
  return Object.values(params).some(({ mine }) => mine !== undefined);
}

/** What of the reader's values the parameters take. */
export function mineState(params: Params, mine: Mine): MineState {
  const change: Record<string, unknown> = {};
  const [taken, misfits, missing]: string[][] = [[], [], []];
  for (const [name, param] of Object.entries(params)) {
    if (param.mine === undefined) continue;
    const value = mine[param.mine];
    if (value === undefined) {
      // A known model needs no file, and a model of one's own is its file.
      if (param.mine !== "config") missing.push(mineNames[param.mine]);
      continue;
    }
    const parsed = parseValue(param, String(value));
    if ("error" in parsed) {
      misfits.push(`${param.kind === "choice" ? noneOf(param, value) : parsed.error}.`);
      continue;
    }
    change[name] = parsed.value;
    taken.push(param.mine === "config" ? param.label : `${param.label} ${nameValue(param, parsed.value)}`);
  }
  return { change, taken, misfits, missing: [...new Set(missing)] };
}

/** Options have labels, which a reader knows, and values, which addresses have. */
function noneOf({ label, options }: ChoiceParam, value: string | number): string {
  return `${label} must be one of ${options.map((option) => option.label).join(" / ")} (got ${value})`;
}

/** The values of a record that is not to be trusted: known keys with a text or a finite number. */
export function readMine(value: unknown): Mine {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, one]) => Object.hasOwn(mineNames, key) && (typeof one === "string" || Number.isFinite(one)),
    ),
  ) as Mine;
}
