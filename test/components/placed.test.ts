import { describe, expect, it } from "vitest";
import { placed } from "../../src/components/placed.ts";
import { valueOf } from "../../src/components/values/index.ts";
import { widgetOf } from "../../src/components/figures/registry.ts";
import { stateQuery } from "../../src/components/figures/state-query.ts";
import { termOf } from "../../src/components/glossary.ts";

const at = "content/chapters/test.mdx:12";
const glossary = [{ id: "bubble", term: "bubble", meaning: "Idle time." }];

describe("placed(at, act)", () => {
  it.each([
    [
      "Value",
      () => valueOf("v3.parameter.total"),
      '<Value of="v3.parameter.total">: there is no such value. Did you mean "v3.parameters.total"?',
    ],
    [
      "Term",
      () => termOf("buble", glossary),
      '<Term of="buble">: not in content/glossary.yaml. Did you mean "bubble"?',
    ],
    ["Figure", () => widgetOf("gpu-hour"), 'There is no figure "gpu-hour". Did you mean "gpu-hours"?'],
    [
      "Try",
      () => stateQuery({ name: "gpu-hours", of: "gpu-hours", state: {} }, { gpu: 1 }),
      'no parameter "gpu". Did you mean "gpus"?',
    ],
  ])("says file and line of a mistyped %s, and the nearest name", async (_, act, message) => {
    await expect(placed(at, act as () => unknown)).rejects.toThrow(new Error(`${at}: ${message}`));
  });
  it("leaves an error alone whose element has no place", async () => {
    await expect(placed(undefined, () => valueOf("v"))).rejects.toThrow(/^<Value of="v">/);
  });
});
