import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { rich, Sym } from "../../../src/kit/view/sym.tsx";
import { plainTex, plainText } from "../../../src/kit/view/tex.ts";

describe("Sym", () => {
  it.each([
    ["h_t", "<msub><mi>h</mi><mi>t</mi></msub>"],
    ["c_t^{KV}", "<msubsup><mi>c</mi><mi>t</mi><mi>𝐾𝑉</mi></msubsup>"],
    ["\\mathbf{h}'", "<msup><mi>𝐡</mi><mo>′</mo></msup>"],
    ["\\mathbf h_t", "<msub><mi>𝐡</mi><mi>t</mi></msub>"],
    ["2n_h d_h", "<mn>2</mn><msub><mi>n</mi><mi>h</mi></msub><msub><mi>d</mi><mi>h</mi></msub>"],
    ["\\text{softmax}(x)", '<mtext>softmax</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>'],
    ["\\gamma \\le 1", "<mi>γ</mi><mo>≤</mo><mn>1</mn>"],
  ])("sets %s", (tex, mathml) => {
    expect(renderToString(<Sym tex={tex} />).replace(/^<math[^>]*>|<\/math>$/g, "")).toBe(mathml);
  });
  it("says itself to a screen reader", () => {
    expect(renderToString(<Sym tex="W^{DK}_1" />)).toContain('aria-label="W₁ᴰᴷ"');
  });
});

describe("rich(text)", () => {
  it("sets what stands between dollar signs, and no prices", () => {
    expect(renderToString(<p>{rich("latent $c_t$, at $2 or $3")}</p>)).toBe(
      '<p>latent <math aria-label="cₜ"><msub><mi>c</mi><mi>t</mi></msub></math>, at $2 or $3</p>',
    );
    expect(rich("$2 to $3")).toBe("$2 to $3");
  });
});

describe("plainTex(tex)", () => {
  it.each([
    ["W^{DKV}", "Wᴰᴷⱽ"],
    ["h'_t", "hₜ′"],
    ["k^C_{t,i}", "k_(t,i)ꟲ"],
    ["d_c", "d_c"],
    ["N_r \\times 2", "Nᵣ×2"],
  ])("writes %s as %s", (tex, plain) => {
    expect(plainTex(tex)).toBe(plain);
  });
  it.each([
    ["h_", 'a label must have something before and after its end (got "h_")'],
    ["{h", 'a label must close its braces (got "{h")'],
    ["\\frac{1}{2}", "a label cannot have \\frac: see src/kit/view/tex.ts for what it can"],
    ["\\text", "\\text must have an argument"],
  ])("refuses %s", (tex, message) => {
    expect(() => plainTex(tex)).toThrow(message);
  });
  it("reads a text with labels in it", () => {
    expect(plainText("keys $k_t$ of a head")).toBe("keys kₜ of a head");
  });
});
