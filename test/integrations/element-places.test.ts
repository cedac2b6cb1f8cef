import { createProcessor } from "@mdx-js/mdx";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import { elementPlaces } from "../../src/integrations/element-places.ts";

/** The code of a chapter, or why there is none. */
async function compiled(chapter: string): Promise<string> {
  const file = new VFile({ value: chapter, path: `${process.cwd()}/content/chapters/test.mdx` });
  return createProcessor({ remarkPlugins: [elementPlaces], jsx: true })
    .process(file)
    .then(String, (error: Error) => error.message);
}

describe("elementPlaces()", () => {
  it.each([
    ['<Value of="v3" />', "Value"],
    ['<Term of="bubble">idle</Term>', "Term"],
    ['<Figure of="gpu-hours" />', "Figure"],
    ['<Figure of="gpu-hours" />\n\n<Try figure="gpu-hours" set={{}}>more</Try>', "Try"],
  ])("tells elements where they stand: %s", async (text, name) => {
    const code = await compiled(`# Title\n\n${text}\n`);
    const line = name === "Try" ? 5 : 3;
    expect(code).toMatch(new RegExp(`<${name} [^>]*at="content/chapters/test.mdx:${line}"`));
  });
  it("tells a link what its figure is, and what it has at rest", async () => {
    const figures = '<Figure of="gpu-hours" />\n\n<Figure of="gpu-hours" as="second" state={{ gpus: 8 }} />';
    const code = await compiled(
      `${figures}\n\n<Try figure="second" set={{}}>a</Try> <Try figure="gpu-hours" set={{}}>b</Try>\n`,
    );
    expect(code).toMatch(/<Try figure="second"[^>]* of="gpu-hours" rest=\{\{\s*gpus: 8\s*\}\}[^>]*>/);
    expect(code).toMatch(/<Try figure="gpu-hours" set=\{\{\}\} of="gpu-hours" at=/);
  });
  it.each([
    [
      '<Figure of="gpu-hours" />\n\n<Figure of="gpu-hours" state={{ gpus: 8 }} />',
      'content/chapters/test.mdx:5: a second figure "gpu-hours" on this page must have a name of its own, `as`.',
    ],
    [
      '<Figure of="gpu-hours" />\n\nNow <Try figure="gpu-hour" set={{}}>more</Try>.',
      'content/chapters/test.mdx:5: <Try figure="gpu-hour"> must name a figure of its page. There are: gpu-hours.',
    ],
    [
      '<Predict figure="gpu-hours">How many?</Predict>',
      'content/chapters/test.mdx:3: <Predict figure="gpu-hours"> must name a figure of its page. There are: none.',
    ],
    [
      '<Figure of="gpu-hours" as="second" />\n\n<Try figure="gpu-hours" set={{}}>more</Try>',
      'content/chapters/test.mdx:5: <Try figure="gpu-hours"> must name a figure of its page. There are: second.',
    ],
  ])("refuses what would lead nowhere: %s", async (text, message) => {
    expect(await compiled(`# Title\n\n${text}\n`)).toBe(message);
  });
});
