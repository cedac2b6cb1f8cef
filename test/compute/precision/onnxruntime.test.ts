import * as onnx from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import {
  bf16,
  createRandom,
  decodeArray,
  e4m3,
  e5m2,
  encodeArray,
  fp16,
  numberLine,
  type NumberFormat,
  type OverflowRule,
} from "../../../src/compute/index.ts";
import { castAndBackModel, type OnnxType } from "../../reference/onnx-cast.ts";

const count = 1_000_000;

/**
 * A million float32 values that are hard for the format, seeded: a fifth of them its values and the midpoints between
 * them (ties) and the floats next to both; a fifth around its smallest value; a fifth from half its largest value to
 * 8 times it, infinities among them; a fifth over its whole range; a fifth any bits at all, NaNs among them.
 */
function hardValues(format: NumberFormat): Float32Array {
  const random = createRandom(7);
  const line = numberLine(format).filter(Number.isFinite);
  const values = new Float32Array(count);
  const patterns = new Uint32Array(values.buffer);
  const sign = (): number => (random.integer(2) === 0 ? 1 : -1);
  const octaves = Math.log2(format.largest / format.smallest);
  const kinds: ((i: number) => void)[] = [
    (i) => {
      const at = random.integer(line.length - 1);
      values[i] = random.integer(2) === 0 ? line[at] : line[at] / 2 + line[at + 1] / 2;
      if (values[i] !== 0) patterns[i] += random.integer(3) - 1;
    },
    (i) => (values[i] = sign() * 4 * random.uniform() * format.smallest),
    (i) =>
      (values[i] = sign() * (random.integer(50) === 0 ? Infinity : format.largest * 2 ** (4 * random.uniform() - 1))),
    (i) => (values[i] = sign() * format.smallest * 2 ** (octaves * random.uniform())),
    (i) => (patterns[i] = random.bits()),
  ];
  for (let i = 0; i < count; i++) kinds[i % kinds.length](i);
  return values;
}

/** What ONNX Runtime makes of float32 values. */
async function onnxCast(type: OnnxType, values: Float32Array): Promise<Float32Array> {
  const session = await onnx.InferenceSession.create(castAndBackModel(type), { graphOptimizationLevel: "disabled" });
  const { result } = await session.run({ values: new onnx.Tensor("float32", values, [values.length]) });
  await session.release();
  return result.data as Float32Array;
}

// By reference: ONNX Runtime, run here. Its casts to 8 bits saturate (its other mode is faulty), its wider ones overflow to infinity.
describe("encodeArray(format, values)", () => {
  it.each<[OnnxType, OverflowRule, NumberFormat]>([
    ["e4m3", "saturate", e4m3],
    ["e5m2", "saturate", e5m2],
    ["float16", "format", fp16],
    ["bfloat16", "format", bf16],
  ])("agrees with ONNX Runtime on a million hard values: %s, %s", async (type, rule, format) => {
    const values = hardValues(format);
    const expected = await onnxCast(type, values);
    const restored = decodeArray(format, encodeArray(format, values, rule));
    const different = [...values].filter((_, i) => !Object.is(restored[i], expected[i]));
    expect(expected.length).toBe(count);
    expect(different).toEqual([]);
  });
  it("met ties, subnormals, overflow, infinities and NaN in that", () => {
    const values = hardValues(e4m3);
    const midpoints = new Set([...numberLine(e4m3)].map((value, i, line) => (value + line[i + 1]) / 2));
    expect(values.filter((value) => midpoints.has(value)).length).toBeGreaterThan(10_000);
    expect(
      values.filter((value) => Math.abs(value) < e4m3.smallestNormal && Math.abs(value) > e4m3.smallest / 2).length,
    ).toBeGreaterThan(10_000);
    expect(values.filter((value) => Math.abs(value) > e4m3.largest).length).toBeGreaterThan(10_000);
    expect(values.filter((value) => Math.abs(value) === Infinity).length).toBeGreaterThan(1000);
    expect(values.filter(Number.isNaN).length).toBeGreaterThan(500);
  });
});
