import { describe, expect, it } from "vitest";
import { withPolicyFirst } from "../../src/integrations/policy-first.ts";

describe("withPolicyFirst(html)", () => {
  it("moves the policy right behind the character set", () => {
    const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self' $&;">`;
    expect(withPolicyFirst(`<head><meta charset="utf-8"><title>t</title><script>1</script>${policy}</head>`)).toBe(
      `<head><meta charset="utf-8">${policy}<title>t</title><script>1</script></head>`,
    );
  });
  it("leaves a page without a policy as it is", () => {
    expect(withPolicyFirst('<head><meta charset="utf-8"></head>')).toBe('<head><meta charset="utf-8"></head>');
  });
});
