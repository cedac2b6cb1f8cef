import { brokenRoute, route, routerBench, type RouterBugs, routerSymptoms } from "v3-companion/compute";

const parameters = {
  router: "switches",
  biasInWeight: false,
  maskOfZero: false,
  normalizedFirst: true,
  float16Sums: false,
  commonBias: 0,
  biasSpread: 0.1,
  level: 0,
  seed: 1,
} as const;

/** What is wrong with the unknown ones. */
const unknown: Readonly<Record<"a" | "b" | "c" | "d", RouterBugs>> = {
  a: { normalizedFirst: true },
  b: { maskOfZero: true },
  c: { float16Sums: true },
  d: { biasInWeight: true },
};

const compute = ({
  router,
  biasInWeight,
  maskOfZero,
  normalizedFirst,
  float16Sums,
  commonBias,
  biasSpread,
  level,
  seed,
}: typeof parameters) => {
  const bugs: RouterBugs =
    router === "switches" ? { biasInWeight, maskOfZero, normalizedFirst, float16Sums } : unknown[router];
  const { gate, logits, bias } = routerBench({ commonBias, biasSpread, level, seed });
  return {
    gate,
    bias,
    right: route(logits, bias, gate),
    rightSymptoms: routerSymptoms(logits, bias, gate, {}),
    tested: brokenRoute(logits, bias, gate, bugs),
    symptoms: routerSymptoms(logits, bias, gate, bugs),
  };
};

globalThis.print(compute(parameters));
