/** Exercises that ask for code: their answer passes the cell that tries it, what stands there at first does not, and a likely slip gets its reply. */
import { readFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import * as v3 from "../../../src/compute/index.ts";
import { runNotebook } from "../../../src/notebook/index.ts";

const fence = (text: string, id: string): string =>
  new RegExp("```ts cell id=" + id + "\\n([\\s\\S]*?)\\n```").exec(text)![1];

/** What the trying cell shows, as text, with `source` (or what stands in the chapter) in the cell above it. */
async function shown(chapter: string, id: string, source?: string): Promise<string> {
  const text = readFileSync(`content/chapters/${chapter}.mdx`, "utf8");
  const cells = [
    { id, source: source ?? fence(text, id) },
    { id: `${id}-test`, source: fence(text, `${id}-test`) },
  ];
  const results = await runNotebook(cells, {
    v3,
    Plot,
    document: parseHTML("<html></html>").document as unknown as Document,
  });
  for (const { error } of results.values()) expect(error).toBeFalsy();
  return JSON.stringify(results.get(`${id}-test`)!.outputs);
}

describe("tokens that fit (chapter 0)", () => {
  const of = (code?: string) =>
    shown("0-what-this-is", "tokens-that-fit", code && `const tokensThatFit: number = ${code};`);
  const each = "v3.kvCacheBytesPerToken(v3.deepseekV3)";
  it("tells the answer from what stands there, and from slips", async () => {
    expect(await of()).toContain("still says zero");
    expect(await of(`Math.floor(40e9 / ${each})`)).toContain("Right");
    expect(await of(`40e9 / ${each}`)).toContain("only whole tokens");
    expect(await of(`Math.ceil(40e9 / ${each})`)).toContain("does not fit");
    expect(await of(`Math.floor((40 * 2 ** 30) / ${each})`)).toContain("powers of ten");
  });
});

describe("a gate of one's own (chapter 2.2)", () => {
  const order =
    "const order = [0, 1, 2, 3].sort((a, b) => affinity[b] + bias[b] - affinity[a] - bias[a]); const chosen = order.slice(0, 2);";
  const of = (body?: string) =>
    shown(
      "2.2-experts-and-their-router",
      "own-gates",
      body && `const ownGates = (affinity: number[], bias: number[]) => { ${body} };`,
    );
  it("tells the answer from what stands there, and from slips", async () => {
    expect(await of()).toContain("other experts are chosen");
    const right = await of(
      `${order} const sum = affinity[chosen[0]] + affinity[chosen[1]]; return affinity.map((s, i) => (chosen.includes(i) ? s / sum : 0));`,
    );
    expect(right.match(/right/g)!.length).toBeGreaterThanOrEqual(3);
    expect(right).not.toMatch(/wrong|other|sum to/);
    expect(await of(`${order} return affinity.map((s, i) => (chosen.includes(i) ? s : 0));`)).toContain(
      "the gates sum to",
    );
    expect(
      await of(
        `${order} const w = affinity.map((s, i) => s + bias[i]); const sum = w[chosen[0]] + w[chosen[1]]; return w.map((s, i) => (chosen.includes(i) ? s / sum : 0));`,
      ),
    ).toContain("is the bias in them?");
  });
});

describe("an error of one's own (chapter 4.3)", () => {
  const of = (expression?: string) =>
    shown(
      "4.3-how-good-it-is",
      "own-error",
      expression && `const ownError = (percent: number, items: number) => ${expression};`,
    );
  const p = "(percent / 100)";
  it("tells the answer from what stands there, and from slips", async () => {
    expect(await of()).toContain("0.000 times");
    expect(await of(`100 * Math.sqrt(${p} * (1 - ${p}) / items)`)).toMatch(/right/);
    expect(await of(`Math.sqrt(${p} * (1 - ${p}) / items)`)).toContain("a share, not points");
    expect(await of(`100 * ${p} * (1 - ${p}) / items`)).toContain("the root is missing");
    expect(await of(`100 * Math.sqrt(${p} * (1 - ${p}))`)).toContain("the number of questions is missing");
  });
});
