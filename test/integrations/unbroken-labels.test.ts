import type { Root } from "hast";
import { describe, expect, it } from "vitest";
import { unbrokenLabels } from "../../src/integrations/unbroken-labels.ts";

const text = (value: string) => ({ type: "text" as const, value });
const element = (tagName: string, ...children: Root["children"]) =>
  ({ type: "element", tagName, properties: {}, children }) as Root["children"][number];

describe("unbrokenLabels()", () => {
  it("keeps labels of prose, however deep, and leaves code and formulas", () => {
    const tree: Root = {
      type: "root",
      children: [
        element("p", text("See Table 3 and "), element("a", text("eq. 12"))),
        element("pre", element("code", text("// Table 3"))),
        element("math", text("Table 3")),
      ],
    };
    unbrokenLabels()(tree);
    expect(JSON.stringify(tree).match(/Table.3|eq\..12/g)).toEqual([
      "Table\u00a03",
      "eq.\u00a012",
      "Table 3",
      "Table 3",
    ]);
  });
});
