import { describe, expect, it } from "vitest";
import { element, requireOwn, type OwnElement } from "../../../src/notebook/display/element.ts";
import { renderElement } from "../../../src/notebook/display/html.ts";

/** An element as it comes out of JSON: of the right shape, and not ours. */
const foreign = {
  tag: "meta",
  svg: false,
  children: [],
  attributes: [
    ["http-equiv", "refresh"],
    ["content", "0;url=http://x.org/"],
  ],
} as unknown as OwnElement;

describe("element(tag, attributes, ...children)", () => {
  it("makes text of a child that is no element of ours", () => {
    expect(renderElement(element("span", {}, foreign, "a", null, element("b", {}, "c")))).toBe(
      "<span>[object Object]a<b>c</b></span>",
    );
  });
  it("makes text of every attribute", () => {
    expect(renderElement(element("p", { title: 1 as unknown as string, hidden: true, id: null, lang: false }))).toBe(
      '<p title="1" hidden=""></p>',
    );
  });
});

describe("requireOwn(node)", () => {
  it("refuses what element(…) has not made, copies included", () => {
    expect(() => requireOwn(foreign)).toThrow(new TypeError("an element must be made by our own code"));
    expect(() => requireOwn({ ...element("p", {}) })).toThrow(TypeError);
    expect(() => requireOwn(element("p", {}))).not.toThrow();
    expect(() => renderElement(foreign)).toThrow(TypeError);
  });
});
