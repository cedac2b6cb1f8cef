import { beforeAll, describe, expect, it } from "vitest";
import {
  attentionOf,
  createTinyRun,
  sampleTiny,
  symbolsOf,
  type TinyRun,
  type TinySettings,
} from "../../../src/lab/index.ts";

const small: Partial<TinySettings> = {
  steps: 60,
  batch: 8,
  sequenceLength: 12,
  hiddenDim: 12,
  denseDim: 12,
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 4,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 4,
  expertDim: 4,
  learningRate: 0.03,
  warmupSteps: 4,
  decaySteps: 20,
};
let run: TinyRun;
const prompt = symbolsOf("3+4=");

beforeAll(() => {
  run = createTinyRun(small);
  while (!run.done) run.step();
});

describe("sampleTiny(run, options)", () => {
  it("writes the same with drafts and without, where the likeliest is taken", () => {
    const options = { prompt, tokens: 60, seed: 1, temperature: 0 };
    const plain = sampleTiny(run, { ...options, speculative: false });
    const drafted = sampleTiny(run, { ...options, speculative: true });
    expect(drafted.symbols).toEqual(plain.symbols);
    expect(plain.passes).toBe(60);
    expect(drafted.accepted).toBeGreaterThan(0);
    expect(drafted.passes).toBeLessThan(60);
  });
  it("marks each symbol: kept drafts cost no pass", () => {
    const { symbols, kinds, refused, passes, drafts, accepted } = sampleTiny(run, {
      prompt,
      tokens: 50,
      seed: 3,
      temperature: 1,
      speculative: true,
    });
    expect([symbols.length, kinds.length, refused.length]).toEqual([50, 50, 50]);
    expect(kinds.filter((kind) => kind === "accepted")).toHaveLength(accepted);
    expect(kinds.filter((kind) => kind === "replacement")).toHaveLength(drafts - accepted);
    refused.forEach((draft, place) => expect(draft !== null).toBe(kinds[place] === "replacement"));
    expect(refused.every((draft, place) => draft !== symbols[place])).toBe(true); // what is drawn instead is never the draft
    expect(passes).toBe(1 + drafts);
    expect(sampleTiny(run, { prompt, tokens: 50, seed: 3, temperature: 1, speculative: true }).symbols).toEqual(
      symbols,
    );
  });
  // By invariant: drafts leave the distribution. Of the second symbol, over 250 seeds, the largest difference of shares has a
  // deviation below √(2 · 0.25 / 250) = 0.045: four of them.
  it("has the main model's distribution with drafts, too", () => {
    const shares = (speculative: boolean): Float64Array => {
      const counts = new Float64Array(64);
      for (let seed = 0; seed < 250; seed++)
        counts[sampleTiny(run, { prompt, tokens: 2, seed, temperature: 1, speculative }).symbols[1]] += 1 / 250;
      return counts;
    };
    const [plain, drafted] = [shares(false), shares(true)];
    plain.forEach((share, symbol) => expect(Math.abs(share - drafted[symbol])).toBeLessThan(0.18));
  });
  it("names what it refuses", () => {
    const options = { prompt, tokens: 2, seed: 1, temperature: 1, speculative: true };
    expect(() => sampleTiny(run, { ...options, prompt: [] })).toThrow(/^prompt must have at least one symbol/);
    expect(() => sampleTiny(run, { ...options, prompt: [64] })).toThrow(
      new RangeError("prompt[0] must be an integer from 0 to 63 (got 64)"),
    );
    expect(() => sampleTiny(createTinyRun({ ...small, mtpDepth: 0 }), options)).toThrow(
      new RangeError("speculative must be false without a prediction module (got true)"),
    );
  });
});

describe("attentionOf(run, symbols)", () => {
  it("is a share of each position up to its own, for each layer and head", () => {
    const layers = attentionOf(run, prompt);
    expect(layers.map(({ layer, heads, length }) => [layer, heads, length])).toEqual([
      ["layer 1", 2, 4],
      ["layer 2", 2, 4],
    ]);
    for (const { shares } of layers) {
      for (let row = 0; row < 8; row++) {
        const own = shares.subarray(row * 4, (row + 1) * 4);
        expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(own.subarray(Math.floor(row / 2) + 1).every((share) => share === 0)).toBe(true);
      }
    }
  });
});
