/** @file Numbers the figures of a chapter in the order of its text: Figure 2.2.1 is the first of chapter 2.2. */
import type { Root } from "mdast";
import type { MdxJsxFlowElement } from "mdast-util-mdx-jsx";
import { visit } from "unist-util-visit";
import type { VFile } from "vfile";

/** Remark plugin: gives each `<Figure>` its `number`. */
export function figureNumbers() {
  return (tree: Root, file: VFile): void => {
    const frontmatter = (file.data.astro as { frontmatter?: { number?: string } } | undefined)?.frontmatter;
    let count = 0;
    visit(tree, "mdxJsxFlowElement", (node: MdxJsxFlowElement) => {
      if (node.name !== "Figure") return;
      count++;
      node.attributes.push({
        type: "mdxJsxAttribute",
        name: "number",
        value: frontmatter?.number ? `${frontmatter.number}.${count}` : String(count),
      });
    });
  };
}
