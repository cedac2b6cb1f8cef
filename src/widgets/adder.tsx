/** @file One dot product in the adder of a tensor core: every product shifted, cut and added, with its bits. */
import {
  createRandom,
  e4m3,
  hopperAdder,
  hopperSum,
  inputThatTellsApart,
  relativeError,
  roundTo,
  traceDotProduct,
  type AdderStep,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  numbers,
  Readout,
  seed,
  withPlural,
} from "../kit/index.ts";
import { AdderDigits } from "./drawings/adder-digits.tsx";

export default defineWidget({
  id: "adder",
  title: "One dot product, bit by bit",
  source: "§3.3.2, §3.5.2",
  caption:
    "The inputs are ours. Of the adder the report says that products are aligned to the largest exponent by shifting them right, and that about 14 bits are kept; that the cut goes toward zero and that the running sum is aligned with the products follows a published model of the instruction (arXiv:2511.10909). At 14 bits it gives every sum that we recorded on an H100, bit for bit. Products may have two bits before the point, so one column more than the kept bits is drawn; the register below the line is filled in the last step. Own numbers are rounded to E4M3 first.",
  params: {
    input: choice({
      label: "Factors",
      initial: "positive",
      options: [
        ["positive", "Random, from 0 to 1"],
        ["normal", "Random, of both signs"],
        ["large", "448 · 1 and 31 small ones"],
        ["apart", "448 · 1 and the first bit lost"],
        ["even", "448 · 1 and 7.5 · 1"],
        ["recorded", "Recorded on an H100"],
        ["own", "Your own"],
      ],
    }),
    ownA: numbers({
      label: "First factors",
      initial: [448, 0.125, 0.25],
      range: [-e4m3.largest, e4m3.largest],
      maxLength: 256,
      when: { input: "own" },
    }),
    ownB: numbers({
      label: "Second factors",
      initial: [1, 0.125, 0.125],
      range: [-e4m3.largest, e4m3.largest],
      maxLength: 256,
      when: { input: "own" },
    }),
    products: choice({
      label: "Products",
      options: [32, 64, 128, 256],
      initial: 256,
      when: { input: ["positive", "normal"] },
    }),
    bits: integer({
      label: "Bits of the adder",
      range: [4, 34],
      initial: hopperAdder.bits,
      report: true,
      help: "The leading bit included: 14 is one bit before the point and 13 behind it.",
    }),
    stage: choice({
      label: "Look at",
      initial: "cut",
      viewOnly: true,
      options: [
        ["products", "1. Products"],
        ["shifted", "2. Shifted"],
        ["cut", "3. Cut"],
        ["added", "4. Added"],
      ],
    }),
    group: integer({
      label: "Group of 32",
      range: [1, 8],
      initial: 8,
      viewOnly: true,
      when: { input: ["positive", "normal", "own"] },
    }),
    promotion: choice({
      label: "Promote to FP32 every",
      options: [[0, "Never"], 32, 64, [128, "128, V3’s"]],
      initial: 0,
      secondary: true,
    }),
    seed: seed({ when: { input: ["positive", "normal"] } }),
  },
  presets: {
    "As published": {},
    "All small ones lost": { input: "large" },
    "One bit tells 14 from 15": { input: "apart" },
    "Reveals nothing": { input: "even" },
    "25 bits": { input: "large", bits: 25 },
    "34 bits": { input: "positive", bits: 34 },
    "Recorded on an H100": { input: "recorded" },
    "The first 32 only": { products: 32, group: 1 },
    "Promoted every 32": { promotion: 32 },
  },
  check: ({ input, ownA, ownB }) => {
    if (input !== "own") return false;
    if (ownA.length === 0) return { at: "ownA", say: "Give at least one number." };
    return ownA.length !== ownB.length && { at: "ownB", say: `Give ${ownA.length} numbers, as many as first factors.` };
  },
  compute: ({ input, ownA, ownB, products, bits, promotion, seed }) => {
    const { a, b } = factorsOf(input, ownA, ownB, products, bits, seed);
    const accumulator = { ...hopperAdder, bits, registerBits: bits, promotionInterval: promotion };
    return {
      a,
      b,
      recorded: input === "recorded" ? hopperSum.sum : null,
      ...traceDotProduct(a, b, { a: e4m3, b: e4m3 }, accumulator),
    };
  },
  view: (result, { values: { stage, group, bits } }) => {
    const { steps, value, exact, recorded, a, b } = result;
    const index = Math.min(group, steps.length) - 1;
    const step = steps[index];
    return (
      <>
        <Readout
          items={[
            {
              label: "Adder",
              value,
              as: ["number", 8],
              note:
                recorded === null
                  ? steps.length > 1
                    ? `after ${steps.length} groups`
                    : "after the only group"
                  : recorded === value
                    ? "the bits of the H100"
                    : `the H100: ${formatNumber(recorded, 8)}`,
            },
            { label: "Exact", value: exact, as: ["number", 8] },
            { label: "Off by", value: relativeError(value, exact), as: "percent" },
            {
              label: "Terms of this group that lost bits",
              value: step.lost.terms,
              as: "exact",
              note: `${formatNumber(step.lost.sum)} in sum`,
            },
          ]}
        />
        <p class="said">{sentences[stage](step, bits)}</p>
        <AdderDigits step={step} stage={stage} group={index + 1} bits={bits} a={a} b={b} />
        <Legend
          items={[
            ["Bits that are kept", "neutral"],
            ["Bits that are cut off", "loss-5"],
          ]}
        />
      </>
    );
  },
  summary: ({ steps, value, exact, recorded }, { bits }) =>
    `An adder of ${bits} bits gives ${formatNumber(value, 8)}${recorded === null ? "" : recorded === value ? ", as the H100 did," : `, not the H100’s ${formatNumber(recorded, 8)},`} where the exact sum is ${formatNumber(exact, 8)}, off by ${formatPercent(relativeError(value, exact))}; ${withPlural(String(steps.reduce((sum, step) => sum + step.lost.terms, 0)), "term")} lost bits.`,
  remark: ({ value, exact }) =>
    value === exact && "Nothing is lost here: this input does not show how wide the adder is.",
  table: ({ steps, a, b }) => ({
    columns: [
      { key: "index", label: "Product" },
      { key: "a", label: "First factor" },
      { key: "b", label: "Second factor" },
      { key: "exponent", label: "Exponent" },
      { key: "shift", label: "Shifted by", unit: "bits" },
      { key: "value", label: "Exact" },
      { key: "kept", label: "Kept" },
      { key: "lost", label: "Lost" },
      { key: "register", label: "Register after its group" },
    ],
    rows: steps.flatMap(({ first, terms, register }) =>
      terms.map(({ value, exponent, shift, kept, lost }, i) => ({
        index: first + i + 1,
        a: a[first + i],
        b: b[first + i],
        exponent,
        shift,
        value,
        kept,
        lost,
        register,
      })),
    ),
  }),
});

/** Both rows of factors, numbers of E4M3. */
function factorsOf(
  input: string,
  ownA: readonly number[],
  ownB: readonly number[],
  products: number,
  bits: number,
  seed: number,
): { a: number[]; b: number[] } {
  if (input === "own")
    return { a: ownA.map((value) => roundTo(e4m3, value)), b: ownB.map((value) => roundTo(e4m3, value)) };
  if (input === "recorded") return { a: [...hopperSum.a], b: [...hopperSum.b] };
  if (input === "even") return { a: [448, 7.5], b: [1, 1] };
  if (input === "apart") return inputThatTellsApart({ fewerBits: bits, moreBits: bits + 1 });
  const small = Array.from({ length: 31 }, () => 0.125);
  if (input === "large") return { a: [448, ...small], b: [1, ...small] };
  const random = createRandom(seed);
  const factors = () =>
    Array.from({ length: products }, () =>
      roundTo(e4m3, input === "positive" ? e4m3.largest * random.uniform() : 64 * random.normal()),
    );
  return { a: factors(), b: factors() };
}

const sentences: Readonly<Record<string, (step: AdderStep, bits: number) => string>> = {
  products: () => "Each product as its factors give it, exactly, every one with its own exponent.",
  shifted: ({ largestExponent }) =>
    largestExponent === null
      ? "All products are zero."
      : `Every product is shifted to the right until its exponent is that of the largest one, ${formatNumber(largestExponent)}: bits of the same weight stand in one column.`,
  cut: ({ terms, running, lost }, bits) =>
    `What lies behind the ${bits} bits is cut off: ${formatNumber(lost.terms)} of ${terms.length + (running ? 1 : 0)} terms ${lost.terms === 1 ? "loses" : "lose"} something.`,
  added: ({ sum, register }) =>
    `What was kept adds up to ${formatNumber(sum, 8)}, and the register has room for ${formatNumber(register, 8)} of it.`,
};
