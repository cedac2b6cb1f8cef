import { describe, expect, it } from "vitest";
import { withPolicyFirst } from "../../src/integrations/policy-first.ts";

describe("withPolicyFirst(html)", () => {
  it("moves the policy right behind the character set", () => {
    const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self' $&;">`;
    expect(withPolicyFirst(`<head><meta charset="utf-8"><title>t</title><script>1</script>${policy}</head>`)).toBe(
      `<head><meta charset="utf-8">${policy}<title>t</title><script>1</script></head>`,
    );
  });
  it("keeps hashes of what the page holds, and no others", () => {
    // sha256 of "a{}" and of "1", by `printf 'a{}' | openssl dgst -sha256 -binary | base64`.
    const [style, script] = [
      "sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=",
      "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=",
    ];
    const policy = `<meta http-equiv="content-security-policy" content="script-src 'self' '${script}' 'sha256-AAAA'; style-src 'self' '${style}' 'sha256-BBBB='; style-src-attr 'unsafe-inline'">`;
    const page = withPolicyFirst(
      `<head><meta charset="utf-8"><style>a{}</style><script data-late="x">1</script><script type="application/json">2</script>${policy}</head>`,
    );
    expect(page).toContain(
      `content="script-src 'self' '${script}'; style-src 'self' '${style}'; style-src-attr 'unsafe-inline'"`,
    );
  });
  it("leaves a page without a policy as it is", () => {
    expect(withPolicyFirst('<head><meta charset="utf-8"></head>')).toBe('<head><meta charset="utf-8"></head>');
  });
});
