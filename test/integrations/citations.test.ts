import type { Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import { checkCitations } from "../../src/integrations/citations.ts";

const check = (text: string): void =>
  checkCitations()(
    fromHtml(`<p>First.</p>\n<p>${text}</p>`, { fragment: true }) as Root,
    new VFile({ path: "content/chapters/x.mdx" }),
  );

describe("checkCitations()", () => {
  it("takes keys of the bibliography, several in one bracket and with places", () => {
    expect(() =>
      check("As in [@wang2024lossfree] and [see @wang2024lossfree, p. 3; @deepseekai2024v3]."),
    ).not.toThrow();
  });
  it("names file, line and the nearest key for one that does not exist", () => {
    expect(() => check("As in [@wang2024lossfree; @wang2024losfree].")).toThrow(
      /^content\/chapters\/x\.mdx:2: no reference "wang2024losfree" in content\/references\.bib\. Did you mean .*wang2024lossfree/,
    );
  });
  it("lists all keys where none begins like it", () => {
    expect(() => check("[@zzzz]")).toThrow(/There are .*wang2024lossfree/);
  });
  it("lets an address of mail and a name outside of brackets stand", () => {
    expect(() => check("Write to a@b.example or @nobody.")).not.toThrow();
  });
});
