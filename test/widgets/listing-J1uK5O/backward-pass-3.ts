import { twoLayerPass } from "v3-companion/lab";

const parameters = {
  inner: 0.5,
  outer: 3,
  input: 2,
  target: 3,
  unit: "relu",
} as const;

const compute = ({ input, inner, outer, target, unit }: typeof parameters) => ({
  target,
  pass: twoLayerPass({ input, inner, outer, target, unit }),
});

globalThis.print(compute(parameters));
