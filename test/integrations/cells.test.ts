import { evaluate } from "@mdx-js/mdx";
import { Fragment, jsx, jsxs } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { parseHTML } from "linkedom";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import { remarkCells } from "../../src/integrations/cells.ts";

type CellProps = { id: string; source: string; highlighted: string; output: string };

/** The props of every cell of a chapter, in the order of the page. */
async function cellsOf(chapter: string, path = "content/chapters/test.mdx"): Promise<CellProps[]> {
  const file = new VFile({ value: chapter, path: `${process.cwd()}/${path}` });
  const { default: Chapter } = await evaluate(file, { remarkPlugins: [remarkCells], Fragment, jsx, jsxs });
  const props: CellProps[] = [];
  const Cell = (own: CellProps) => (props.push(own), null);
  renderToString(Chapter({ components: { Cell } }) as never);
  return props;
}

const fence = (id: string, source: string): string => `\`\`\`ts cell id=${id}\n${source}\n\`\`\`\n\n`;
const failure = async (chapter: string): Promise<{ message: string; line?: number }> =>
  cellsOf(chapter).then(
    () => ({ message: "it did not fail" }),
    (error: Error & { reason?: string; line?: number }) => ({
      message: error.reason ?? error.message,
      line: error.line,
    }),
  );

describe("remarkCells()", () => {
  it("makes a cell of the code, exactly as it stands, with its highlighting and what it shows", async () => {
    const source = 'const text = `"quoted" & <b> {x} \\n é`;\n\n  // indented,\twith a tab \'\ndisplay(text.length);';
    const [cell] = await cellsOf(`# Title\n\n${fence("exact", source)}`);
    expect(cell).toMatchObject({ id: "exact", source });
    expect(cell.highlighted).toContain('<span class="tok-keyword">const</span>');
    expect(cell.output).toContain(`>${'"quoted" & <b> {x} \n é'.length}<`);
  });
  it("runs cells in the order of their dependencies, against the computation module", async () => {
    const cells = await cellsOf(
      fence("use", "display(hours / 1000);") +
        "Prose.\n\n" +
        fence("define", "const hours = v3.gpuHours({ tokens: 14.8e12, tokensPerSecond: 1e12 / (180_000 * 3600) });"),
    );
    // 180,000 GPU-hours per trillion tokens (§1) × 14.8 = 2,664,000.
    expect(cells[0].output).toMatch(/>2,?664(\.0+\d*)?</);
    expect(cells[1].output).toBe("");
  });
  it("draws figures, tables and controls", async () => {
    const [cell] = await cellsOf(
      fence(
        "all",
        'display(Plot.barX([1, 2]).plot());\ndisplay([{ name: "a", n: 1 }]);\nconst n = view(Inputs.range([1, 8], { label: "Experts", step: 1 }));',
      ),
    );
    expect(cell.output).toMatch(/<svg[^>]* class="plot"|class="plot"[^>]*>/);
    expect(cell.output).toContain("<table>");
    expect(cell.output).toMatch(/type="range"/);
  });
  it("hands over any text that a cell shows", async () => {
    const text = "\u2028 </script> \\ ` ${x} \" ' é 😀";
    const [cell] = await cellsOf(fence("text", `display(${JSON.stringify(text)});`));
    expect(parseHTML(cell.output).document.querySelector(".output-text")!.textContent).toBe(text);
  });
  it("gives the same bytes twice", async () => {
    const chapter = fence("same", "display(Plot.plot({ marks: [Plot.lineY([1, 3, 2]), Plot.text([[1, 2]])] }));");
    expect((await cellsOf(chapter, "content/chapters/one.mdx"))[0].output).toBe(
      (await cellsOf(chapter, "content/chapters/two.mdx"))[0].output,
    );
  });
  it("runs a chapter once, however often it is compiled, and again when a cell changes", async () => {
    (globalThis as { cellRuns?: number }).cellRuns = 0;
    const chapter = (n: number) =>
      fence(
        "count",
        `const host = globalThis as unknown as { cellRuns: number };\nhost.cellRuns += ${n};\ndisplay(host.cellRuns);`,
      );
    expect((await cellsOf(chapter(1)))[0].output).toContain(">1<");
    expect((await cellsOf(`More prose.\n\n${chapter(1)}`))[0].output).toContain(">1<");
    expect((await cellsOf(chapter(10)))[0].output).toContain(">11<");
  });
  it("leaves other code alone", async () => {
    expect(
      await cellsOf("```ts\nconst a = ;\n```\n\n```js cell id=a\n1\n```\n\n````md\n```ts cell id=a\n1\n```\n````\n"),
    ).toEqual([]);
  });
  it("finds cells inside lists and notes", async () => {
    const cells = await cellsOf(
      "1. Item\n\n   ```ts cell id=inner\n   display(1);\n   ```\n\n<aside>\n\n```ts cell id=aside\ndisplay(2);\n```\n\n</aside>\n",
    );
    expect(cells.map(({ id, source }) => [id, source])).toEqual([
      ["inner", "display(1);"],
      ["aside", "display(2);"],
    ]);
  });
});

describe("remarkCells(), what fails the build", () => {
  it("a cell that throws: chapter, line, id, message", async () => {
    expect(
      await failure(
        `Prose.\n\n${fence("fine", "const x = 1;")}${fence("broken", "const y = x;\nv3.gpuHours({ tokens: -1, tokensPerSecond: y });")}`,
      ),
    ).toEqual({
      message: expect.stringMatching(
        /^content\/chapters\/test\.mdx:9: cell "broken": RangeError: tokens must .* \(got -1\)$/,
      ),
      line: 9,
    });
  });
  it("a cell with a wrong type, with the line of the chapter", async () => {
    expect(
      await failure(
        `---\ntitle: Test\n---\n\n${fence("typed", "const a = 1;\nconst b: string = a;")}`.replace(
          /^---[^]*?---/,
          "\n\n",
        ),
      ),
    ).toEqual({
      message: "content/chapters/test.mdx:7: cell \"typed\": Type 'number' is not assignable to type 'string'.",
      line: 7,
    });
  });
  it("all cells of the chapter at once", async () => {
    const { message } = await failure(fence("a", "none;") + fence("b", "v3.none;"));
    expect(message.split("\n")).toHaveLength(2);
    expect(message).toContain("test.mdx:6: cell \"b\": Property 'none' does not exist");
  });
  it("cells that need one another in a circle", async () => {
    const { message } = await failure(fence("a", "const x: number = y + 1;") + fence("b", "const y: number = x + 1;"));
    expect(message).toContain("Circular definition");
  });
  it.each([
    ["```ts cell\n1\n```", 'A cell must be written ```ts cell id=<name> and nothing else (got "cell")'],
    [
      "```ts cell kv-growth\n1\n```",
      'A cell must be written ```ts cell id=<name> and nothing else (got "cell kv-growth")',
    ],
    [
      "```ts cell id=a open\n1\n```",
      'A cell must be written ```ts cell id=<name> and nothing else (got "cell id=a open")',
    ],
    [
      "```ts cell id=kvGrowth\n1\n```",
      'The id of a cell must be kebab-case, of at most 64 characters (got "kvGrowth")',
    ],
    [
      "```ts cell id=a\n1\n```\n\n```ts cell id=a\n1\n```",
      'The id of a cell must be unique in its chapter ("a" is that of line 1 too)',
    ],
  ])("%j", async (chapter, message) => {
    expect((await failure(chapter)).message).toBe(message);
  });
});
