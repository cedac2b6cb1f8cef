/** @file What a reader says of a model and a cluster, read: chosen, pasted, typed, and what follows from the GPU. */
import {
  activatedModelParameters,
  deviceById,
  modelById,
  modelFromConfig,
  modelParameters,
  publishedRun,
  sumParameters,
  v3Cluster,
  type Device,
  type ModelConfig,
} from "../../compute/index.ts";
import type { Mine, MineKey } from "../../kit/declare/mine.ts";
import { integer, number, type NumberParam } from "../../kit/declare/params.ts";
import { parseTyped, showValue } from "../../kit/declare/param-values.ts";

const links = { range: [1e8, 1e13] as [number, number], scale: "log", shown: ["si", 3, "B/s"] } as const;

/** What is typed, as parameters of a figure are: each field reads and shows numbers as those do. Values at rest are V3's. */
export const fields = {
  gpus: integer({ label: "Number of GPUs", range: [1, 10_000_000], initial: publishedRun.gpus, shown: ["number", 8] }),
  gpusPerNode: integer({ label: "GPUs of a node", range: [1, 100_000], initial: 8 }),
  usdPerGpuHour: number({
    label: "Price",
    unit: "$/GPU-hour",
    range: [0, 1000],
    initial: publishedRun.usdPerGpuHour,
  }),
  scaleUpBytesPerSecond: number({ label: "Links inside a node", ...links, initial: v3Cluster.nvlinkBytesPerSecond }),
  scaleOutBytesPerSecond: number({
    label: "Links between nodes",
    ...links,
    initial: v3Cluster.infinibandBytesPerSecond,
  }),
};
export type Field = keyof typeof fields;
export const fieldNames = Object.keys(fields) as Field[];

/** What stands in the form. */
export type Said = Readonly<Record<"model" | "config" | "device" | Field, string>>;

export type Understood = {
  mine: Mine;
  /** The model in words: its parameters; empty if none was said. */
  model: string;
  /** What is wrong with what stands in a field of the form. */
  problems: Readonly<Partial<Record<keyof Said, string>>>;
};

/** The longest file that addresses of figures hold, in characters. */
export const longestConfig = 6000;

/** Reads the form. What is wrong is named and left out. */
export function understand(said: Said): Understood {
  const mine: Partial<Record<MineKey, string | number>> = {};
  const problems: Partial<Record<keyof Said, string>> = {};
  let model = "";
  try {
    const own = modelOf(said);
    if (own) {
      Object.assign(mine, own.mine);
      model = describe(own.model);
    }
  } catch (error) {
    problems.config = (error as Error).message;
  }
  if (said.device !== "") Object.assign(mine, { device: said.device }, ofDevice(said.device));
  for (const name of fieldNames) {
    if (said[name].trim() === "") continue;
    const parsed = parseTyped(fields[name], said[name]);
    if ("value" in parsed) mine[name] = parsed.value as number;
    else problems[name] = parsed.error;
  }
  return { mine, model, problems };
}

/** What follows from the GPU alone, where we have read it. */
export function ofDevice(id: string): Partial<Record<MineKey, number>> {
  const device = deviceById(id);
  const found: Partial<Record<MineKey, Device["sms"]>> = {
    gpusPerNode: device.scaleUpSize,
    usdPerGpuHour: device.usdPerHour,
    scaleUpBytesPerSecond: device.scaleUpBytesPerSecond,
    scaleOutBytesPerSecond: device.scaleOutBytesPerSecond,
    memoryBytes: device.memoryBytes,
    memoryBytesPerSecond: device.memoryBytesPerSecond,
    peakBf16: device.peakBf16,
    peakFp8: device.peakFp8,
    sms: device.sms,
  };
  return Object.fromEntries(Object.entries(found).flatMap(([key, quoted]) => (quoted ? [[key, quoted.value]] : [])));
}

/** The form of what was kept: a value that follows from the GPU leaves its field empty. */
export function saidOf(mine: Mine): Said {
  const given = typeof mine.device === "string" ? ofDevice(mine.device) : {};
  const typed = fieldNames.map((name) => {
    const value = mine[name];
    return [name, typeof value === "number" && value !== given[name] ? showField(name, value) : ""] as const;
  });
  return {
    model: String(mine.model ?? ""),
    config: String(mine.config ?? ""),
    device: String(mine.device ?? ""),
    ...(Object.fromEntries(typed) as Record<Field, string>),
  };
}

/** A value as its field shows it; what is shown, the field reads. */
export function showField(name: Field, value: number): string {
  const param: NumberParam = fields[name];
  const shown = showValue(param, value);
  const read = parseTyped(param, shown);
  return "value" in read && read.value === value ? shown : String(value);
}

function modelOf({ model, config }: Said): { mine: Mine; model: ModelConfig } | null {
  if (model === "") return null;
  if (model !== "own") {
    const known = modelById(model);
    return { mine: { model, activatedParameters: activatedOf(known) }, model: known };
  }
  if (config.trim() === "") return null;
  const own = modelFromConfig(config);
  const text = JSON.stringify(JSON.parse(config));
  if (text.length > longestConfig)
    throw new RangeError(`config.json must have at most ${longestConfig} characters (got ${text.length})`);
  return { mine: { model, config: text, activatedParameters: activatedOf(own) }, model: own };
}

/** As the report counts 37 B: everything that works on a token. */
function activatedOf(model: ModelConfig): number {
  return sumParameters(activatedModelParameters(model));
}

function describe(model: ModelConfig): string {
  const billions = (count: number): string => `${Number((count / 1e9).toPrecision(4))} B`;
  return `${model.name}: ${billions(sumParameters(modelParameters(model)))} parameters, ${billions(activatedOf(model))} of them at work on a token.`;
}
