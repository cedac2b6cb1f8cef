/** @file Symbols of the report, as `content/symbols.yaml` has them: how they are written, what they mean, and their shape and size in V3. */
import { parse } from "yaml";
import { z } from "astro/zod";
import { deepseekV3, promotedAdder, publishedSchedule, type ModelConfig } from "../compute/index.ts";

const symbolSchema = z.strictObject({
  /** Ways to write it. */
  tex: z.array(z.string()).min(1),
  /** A sentence, or less. */
  meaning: z.string(),
  /** One entry a dimension, of names of `dimensionsOf` and numbers with + and *; left out for what has no shape. */
  shape: z.array(z.string()).optional(),
  /** Value in V3, a name of `dimensionsOf`. */
  value: z.string().optional(),
  /** Numbers of the chapters where it means this; everywhere if left out. */
  in: z.array(z.string()).optional(),
  /** Stands in the text of the report or of a chapter, and in no displayed formula of chapters 2.1 to 2.4. */
  inText: z.boolean().optional(),
});
export type SymbolEntry = z.infer<typeof symbolSchema>;

/** Names that shapes may use, with what they are in V3. */
function dimensionsOf(model: ModelConfig = deepseekV3): Readonly<Record<string, number>> {
  const { attention, moe, hiddenDim, vocabulary } = model;
  if (attention.kind !== "latent" || !moe) throw new Error(`${model.name} must have latent attention and experts.`);
  const { promotionInterval } = promotedAdder;
  const { biasUpdateSpeed } = publishedSchedule;
  return {
    hiddenDim,
    vocabulary,
    layers: model.layers,
    mtpDepth: model.mtpDepth,
    promotionInterval,
    biasUpdateSpeed,
    ...numbersOf(attention),
    ...numbersOf(moe),
  };
}

function numbersOf(config: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(config).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

/**
 * Entries of a file of symbols.
 *
 * @throws Error if an entry lacks a field, or a shape has a name that V3 has not
 */
export function readSymbols(text: string): SymbolEntry[] {
  const entries = z.array(symbolSchema).parse(parse(text));
  entries.forEach(explanationOf);
  return entries;
}

/** "Latent of keys and values, kept in the cache. In V3: 512 numbers." */
export function explanationOf(entry: SymbolEntry): string {
  const size = sizeInV3(entry);
  return size === null ? entry.meaning : `${entry.meaning} In V3: ${size}.`;
}

/** "512 × 7,168, 3,670,016 numbers", or the value; null for what has neither. */
export function sizeInV3({ tex, shape, value }: SymbolEntry): string | null {
  const dimensions = dimensionsOf();
  const sizeOf = (sum: string): number =>
    sum
      .split("+")
      .reduce(
        (size, product) => size + product.split("*").reduce((size, factor) => size * numberOf(factor.trim()), 1),
        0,
      );
  const numberOf = (named: string): number => {
    const number = /^\d+$/.test(named) ? Number(named) : dimensions[named];
    if (number === undefined)
      throw new Error(
        `content/symbols.yaml, ${tex[0]}: there is no dimension "${named}". There are ${Object.keys(dimensions).join(", ")}.`,
      );
    return number;
  };
  const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  if (value !== undefined) return grouped(sizeOf(value));
  if (shape === undefined) return null;
  const sizes = shape.map(sizeOf);
  const total = sizes.reduce((product, size) => product * size, 1);
  return `${sizes.map(grouped).join(" × ")}${sizes.length > 1 ? `, ${grouped(total)} numbers` : " numbers"}`;
}
