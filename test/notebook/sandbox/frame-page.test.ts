import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { framePage } from "../../../src/notebook/sandbox/frame-page.ts";

describe("framePage()", () => {
  const html = framePage();
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1];
  it("allows its one script by its hash, blobs, what is evaluated, and nothing else", () => {
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script);
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; script-src 'sha256-${hash}' 'unsafe-eval' blob:; worker-src blob:; base-uri 'none'; form-action 'none'`,
    );
  });
  it("has its policy before anything that could run", () => {
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script"));
  });
  it("is JavaScript without types and imports", () => {
    const [, script] = /<script>(.*?)<\/script>/s.exec(html)!;
    expect(() => new Function(script)).not.toThrow();
    expect(script).not.toContain("import ");
  });
});
