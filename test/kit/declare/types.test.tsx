/** What the type check knows of a declaration: `tsc` is the judge of the lines that expect an error. */
import { expect, it } from "vitest";
import {
  choice,
  integer,
  number,
  numbers,
  seed,
  text,
  timeline,
  toggle,
  windowOf,
} from "../../../src/kit/declare/params.ts";
import { defineWidget } from "../../../src/kit/declare/widget.ts";
const whole = defineWidget({
  id: "a",
  title: "",
  source: "",
  caption: "",
  params: {
    known: choice({
      label: "x",
      options: [
        ["hours", "Hours"],
        ["speed", "Speed"],
      ],
      initial: "hours",
    }),
    experts: choice({ label: "x", options: [8, 16, 256], initial: 16, report: 256 }),
    hours: number({ label: "h", range: [1, 10], initial: 2, when: { known: "hours" }, shown: ["count", 4] }),
    k: integer({
      label: "h",
      range: [1, 10],
      initial: 2,
      atMost: "experts / nodes * 2",
      atLeast: [{ of: "nodes", when: [{ known: "hours" }, { experts: 8 }] }, { of: "1" }],
      multipleOf: [{ of: "nodes", when: { flag: true } }],
      when: { known: ["hours", "speed"], experts: { above: 8 } },
    }),
    nodes: integer({ label: "n", range: [1, 8], initial: 1, viewOnly: true }),
    flag: toggle({ label: "f", initial: false }),
    step: timeline({ label: "s", speeds: [1, 4] }),
    view: windowOf({ label: "v" }),
    query: text({ label: "q" }),
    given: numbers({ label: "g", initial: [1], when: { flag: true } }),
    seed: seed(),
  },
  presets: { "As published": {}, Other: { experts: 256, view: [1, 2] } },
  check: ({ k, experts }) => k > experts && { at: "k", say: "no" },
  *compute({ hours, experts, known }) {
    for (let i = 0; i < 3; i++) yield [{ hours, experts, known }];
  },
  ends: (rows) => ({ step: rows.length }),
  view: (rows, { values: { step, query } }) => (
    <p>
      {rows[0].hours}
      {step + query.length}
    </p>
  ),
  summary: (rows) => (rows[0].known === "hours" ? "a" : "b"),
  table: (rows) => ({ columns: [{ key: "hours", label: "h" }], rows }),
});
const base = {
  id: "a",
  title: "",
  source: "",
  caption: "",
  compute: () => 1,
  view: () => null,
  summary: () => "",
  table: () => ({ columns: [], rows: [] }),
  presets: { "As published": {} },
};
const refused = () => [
  defineWidget({
    ...base,
    params: {
      flag: toggle({ label: "f", initial: false }),
      // @ts-expect-error misspelled name
      k: integer({ label: "", range: [0, 1], initial: 0, when: { falg: true } }),
    },
  }),
  defineWidget({
    ...base,
    params: {
      flag: choice({ label: "f", options: ["a", "b"], initial: "a" }),
      // @ts-expect-error wrong value
      k: integer({ label: "", range: [0, 1], initial: 0, when: { flag: "c" } }),
    },
  }),
  defineWidget({
    ...base,
    params: {
      flag: integer({ label: "f", range: [0, 1], initial: 1 }),
      // @ts-expect-error wrong bound
      k: integer({ label: "", range: [0, 1], initial: 0, atMost: "flog * 2" }),
    },
  }),
  defineWidget({
    ...base,
    params: {
      flag: integer({ label: "f", range: [0, 1], initial: 1 }),
      // @ts-expect-error wrong name in a case of a bound
      k: integer({ label: "", range: [0, 1], initial: 0, multipleOf: [{ of: "flog" }] }),
    },
  }),
  defineWidget({
    ...base,
    params: {
      flag: toggle({ label: "f", initial: false }),
      // @ts-expect-error wrong value in the condition of a bound
      k: integer({ label: "", range: [0, 1], initial: 0, atLeast: [{ of: "k", when: { flag: "yes" } }] }),
    },
  }),
  // @ts-expect-error multiples are for whole numbers
  number({ label: "", range: [0, 1], initial: 0, multipleOf: "2" }),
  // @ts-expect-error unknown option
  integer({ label: "", range: [0, 1], initial: 0, secondry: true }),
  // @ts-expect-error initial not an option
  choice({ label: "", options: ["a", "b"], initial: "c" }),
  // @ts-expect-error compute has no view-only values
  defineWidget({ ...base, params: { q: text({ label: "q" }) }, compute: ({ q }) => q }),
  // @ts-expect-error check at another name
  defineWidget({ ...base, params: { q: text({ label: "q" }) }, check: () => ({ at: "r", say: "" }) }),
  // @ts-expect-error preset
  defineWidget({ ...base, params: { q: text({ label: "q" }) }, presets: { "As published": { r: 1 } } }),
];
const plain = defineWidget({
  ...base,
  params: {
    flag: toggle({ label: "f", initial: false }),
    k: integer({ label: "", range: [0, 1], initial: 0, when: { flag: true } }),
  },
  compute: ({ k }) => [{ k, s: "a" as const }],
  view: (r) => r[0].s,
  table: (rows) => ({ columns: [{ key: "k", label: "" }], rows }),
});
const steps = defineWidget({
  ...base,
  params: {},
  async *compute(_, { pause }) {
    await pause();
    yield;
    yield new Float64Array(3);
  },
  view: (r) => r.length,
});
const promised = defineWidget({
  ...base,
  params: {},
  compute: async (_, { pause }) => {
    await pause();
    return { a: 1 };
  },
  view: (r) => r.a,
});

it("knows parameters, results of every kind of compute, and refuses what does not fit", () => {
  const initial: number = whole.params.k.initial;
  expect(initial).toBe(2);
  expect([plain.id, steps.id, promised.id]).toEqual(["a", "a", "a"]);
  expect(refused).toThrow("a: when of k must name parameters (got falg)");
});
