import { describe, expect, it } from "vitest";
import { listingOf } from "../../../src/components/figures/listing.ts";

const file = (
  rest: string,
  compute: string,
): string => `import { bubbleTime, deepseekV3, type Gate } from "../compute/index.ts";
import { Chart, defineWidget } from "../kit/index.ts";

export default defineWidget({
  id: "a",
  ${compute}
  view: () => <Chart />,
});

${rest}
`;
const listed = (rest: string, compute: string) => listingOf(file(rest, compute), "src/widgets/a.tsx");

describe("listingOf(source, file)", () => {
  it("is the arrow of the declaration, with what it imports", () => {
    const { imports, compute, call } = listed("", "compute: ({ size }) =>\n    // one line\n    bubbleTime(size),");
    expect(imports).toBe('import { bubbleTime } from "v3-companion/compute";');
    expect(compute).toBe("const compute = ({ size }: typeof parameters) =>\n  // one line\nbubbleTime(size);");
    expect(call).toBe("console.log(compute(parameters));");
  });
  it("names the laboratory apart", () => {
    const source = `import { trainingRun } from "../lab/index.ts";\n${file("", "compute: ({ size }) => trainingRun(bubbleTime(size)),")}`;
    expect(listingOf(source, "src/widgets/a.tsx").imports).toBe(
      'import { bubbleTime } from "v3-companion/compute";\nimport { trainingRun } from "v3-companion/lab";',
    );
  });
  it("keeps a type a type, however it was imported", () => {
    const source = `import type { Schedule } from "../compute/index.ts";\n${file("type Size = Gate & Schedule;\nconst two: Size = 2;", "compute: () => bubbleTime(two),")}`;
    expect(listingOf(source, "src/widgets/a.tsx").imports).toBe(
      'import { bubbleTime, type Gate, type Schedule } from "v3-companion/compute";',
    );
  });
  it("brings functions, constants and types of the file along, in their order, comments included", () => {
    const rest =
      "/** Twice. */\nfunction twice(n: Size): number {\n  return two * n;\n}\n\nconst two = 2;\n\ntype Size = Gate;\n\nconst unused = 1;";
    const { imports, compute } = listed(rest, "compute({ size }) { return twice(size); },");
    expect(imports).toBe('import { type Gate } from "v3-companion/compute";');
    expect(compute).toBe(
      "/** Twice. */\nfunction twice(n: Size): number {\n  return two * n;\n}\n\nconst two = 2;\n\ntype Size = Gate;\n\nconst compute = ({ size }: typeof parameters) => { return twice(size); };",
    );
  });
  it("shows a generator as the loop that it is, and goes through it", () => {
    const { compute, call } = listed("", "*compute({ size }) {\n    for (let i = 0; i < size; i++) yield i;\n  },");
    expect(compute).toBe(
      "function* compute({ size }: typeof parameters) {\n  for (let i = 0; i < size; i++) yield i;\n}",
    );
    expect(call).toBe(
      "let result;\nfor (result of compute(parameters)); // the last is the result\nconsole.log(result);",
    );
  });
  it("gives pause and progress to who takes them", () => {
    const { compute, call } = listed(
      "",
      "async *compute({ size }, { pause }) {\n    await pause();\n    yield size;\n  },",
    );
    expect(compute).toBe(
      "async function* compute({ size }: typeof parameters, { pause }: { pause(): Promise<void>; progress(share: number): void }) {\n  await pause();\n  yield size;\n}",
    );
    expect(call).toContain("for await (result of compute(parameters, run));");
  });
  it("does not take a local name, a key or a parameter for one of the file", () => {
    const { compute } = listed(
      "const size = 1;\nconst key = 2;\nconst item = 3;",
      "compute: ({ size }) => { const item = { key: size }; return item.key; },",
    );
    expect(compute).not.toMatch(/^const (?:size|key|item) = \d/m);
  });
  it("refuses what is not computing, with file and name", () => {
    expect(() => listed("", "compute: () => Chart,")).toThrow(
      'src/widgets/a.tsx: compute must use nothing but src/compute, src/lab and its own file (got Chart of "../kit/index.ts")',
    );
    expect(() => listed("const drawn = () => <p />;", "compute: () => drawn(),")).toThrow(
      "src/widgets/a.tsx: compute must not use what makes elements (got drawn)",
    );
    expect(() => listed("", "compute: elsewhere,")).toThrow(
      "src/widgets/a.tsx: compute must be a function written in the declaration",
    );
  });
});
