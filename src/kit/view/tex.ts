/**
 * @file The little of TeX that labels need: letters, subscripts and superscripts, upright and bold words, Greek. Formulas of
 * the text are set by KaTeX when the site is built; labels are also drawn by workers, which KaTeX would make half a
 * megabyte heavier.
 */

export type TexNode =
  | { kind: "letter" | "number" | "operator"; text: string }
  | { kind: "word"; text: string; bold: boolean }
  | { kind: "group"; children: readonly TexNode[] }
  | { kind: "scripts"; base: TexNode; sub?: TexNode; sup?: TexNode };

/** Commands for one character. */
const characters: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  eta: "η",
  theta: "θ",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Delta: "Δ",
  Sigma: "Σ",
  Omega: "Ω",
  sum: "∑",
  prod: "∏",
  times: "×",
  cdot: "·",
  dots: "…",
  ldots: "…",
  cdots: "⋯",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  ne: "≠",
  neq: "≠",
  approx: "≈",
  in: "∈",
  to: "→",
  rightarrow: "→",
  leftarrow: "←",
  odot: "⊙",
  oplus: "⊕",
  otimes: "⊗",
  top: "⊤",
  infty: "∞",
  pm: "±",
  prime: "′",
  lfloor: "⌊",
  rfloor: "⌋",
  lceil: "⌈",
  rceil: "⌉",
  ell: "ℓ",
  partial: "∂",
  nabla: "∇",
  sqrt: "√",
  mid: "|",
  "{": "{",
  "}": "}",
  "|": "‖",
  ",": "\u2009",
  ";": "\u2005",
  " ": " ",
  "%": "%",
};
const isGreek = /^[α-ωΔΣΩℓ]$/;
/** Commands with an argument that is a word. */
const words: Readonly<Record<string, { bold: boolean }>> = {
  text: { bold: false },
  mathrm: { bold: false },
  operatorname: { bold: false },
  mathbf: { bold: true },
  boldsymbol: { bold: true },
};

/**
 * Reads a label: `c_t^{KV}`, `W^{DKV}`, `\mathbf{h}_t`, `\text{softmax}`.
 *
 * @throws Error that names what is not understood
 */
export function parseTex(tex: string): TexNode {
  const tokens: readonly string[] = tex.match(/\\(?:[A-Za-z]+|.)|\d+(?:\.\d+)?|[^\s]|\s+/g) ?? [];
  let at = 0;

  function group(end: string | null): TexNode {
    const children: TexNode[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined && end !== null) throw new Error(`a label must close its braces (got "${tex}")`);
      if (token === undefined || token === end) break;
      if (/^\s/.test(token)) at++;
      else children.push(scripts());
    }
    if (end !== null) at++;
    return children.length === 1 ? children[0] : { kind: "group", children };
  }

  function scripts(): TexNode {
    const base = atom();
    let [sub, sup]: (TexNode | undefined)[] = [];
    while (at < tokens.length) {
      if (tokens[at] === "_" && !sub) {
        at++;
        sub = atom();
      } else if (tokens[at] === "^" && !sup) {
        at++;
        sup = atom();
      } else if (tokens[at] === "'" && !sup) {
        at++;
        sup = { kind: "operator", text: "′" };
      } else break;
    }
    return sub || sup ? { kind: "scripts", base, sub, sup } : base;
  }

  function atom(): TexNode {
    const token = tokens[at++];
    if (token === "{") return group("}");
    if (token === undefined || "^_}".includes(token))
      throw new Error(`a label must have something before and after ${token ?? "its end"} (got "${tex}")`);
    if (/^\d/.test(token)) return { kind: "number", text: token };
    if (/^[A-Za-z]$/.test(token)) return { kind: "letter", text: token };
    if (!token.startsWith("\\")) return { kind: "operator", text: token === "-" ? "−" : token };
    const name = token.slice(1);
    if (name in words) return { kind: "word", text: argument(name), ...words[name] };
    const character = characters[name];
    if (character === undefined)
      throw new Error(`a label cannot have \\${name}: see src/kit/view/tex.ts for what it can (got "${tex}")`);
    return { kind: isGreek.test(character) ? "letter" : "operator", text: character };
  }

  function argument(name: string): string {
    while (/^\s/.test(tokens[at] ?? "")) at++;
    if (/^[A-Za-z\d]/.test(tokens[at] ?? "")) return tokens[at++];
    if (tokens.at(at) !== "{") throw new Error(`\\${name} must have an argument (got "${tex}")`);
    const end = tokens.indexOf("}", at);
    if (end < 0) throw new Error(`a label must close its braces (got "${tex}")`);
    const text = tokens.slice(at + 1, end).join("");
    at = end + 1;
    return text;
  }

  return group(null);
}

const digits = (characters: string): Record<string, string> =>
  Object.fromEntries([...characters].map((character, digit) => [String(digit), character]));
const superscripts: Readonly<Record<string, string>> = {
  ...digits("⁰¹²³⁴⁵⁶⁷⁸⁹"),
  "−": "⁻",
  "+": "⁺",
  "′": "′",
  n: "ⁿ",
  i: "ⁱ",
  K: "ᴷ",
  V: "ⱽ",
  D: "ᴰ",
  U: "ᵁ",
  R: "ᴿ",
  T: "ᵀ",
  C: "ꟲ",
  O: "ᴼ",
  h: "ʰ",
  k: "ᵏ",
  l: "ˡ",
};
const subscripts: Readonly<Record<string, string>> = {
  ...digits("₀₁₂₃₄₅₆₇₈₉"),
  "−": "₋",
  "+": "₊",
  a: "ₐ",
  e: "ₑ",
  h: "ₕ",
  i: "ᵢ",
  j: "ⱼ",
  k: "ₖ",
  l: "ₗ",
  m: "ₘ",
  n: "ₙ",
  o: "ₒ",
  p: "ₚ",
  r: "ᵣ",
  s: "ₛ",
  t: "ₜ",
  u: "ᵤ",
  v: "ᵥ",
  x: "ₓ",
};

/** The label in characters alone, for lists, sentences and screen readers: `W^{DK}` is Wᴰᴷ; what Unicode lacks stands after ^ or _. */
export function plainTex(tex: string): string {
  return plain(parseTex(tex));
}

function plain(node: TexNode): string {
  if (node.kind === "group") return node.children.map(plain).join("");
  if (node.kind !== "scripts") return node.text;
  const script = (part: TexNode | undefined, sign: string, small: Readonly<Record<string, string>>): string => {
    if (!part) return "";
    const text = plain(part);
    const characters = [...text].map((character) => small[character]);
    if (characters.every((character) => character !== undefined)) return characters.join("");
    return sign + ([...text].length > 1 ? `(${text})` : text);
  };
  return plain(node.base) + script(node.sub, "_", subscripts) + script(node.sup, "^", superscripts);
}

/** A text with labels of TeX between dollar signs, in parts: "latent $c_t^{KV}$". A price is none: "$2". */
export function partsOf(text: string): { text: string; tex: boolean }[] {
  return text
    .split(/(\$(?![\s\d])[^$]*[^$\s]\$)/)
    .filter((part) => part !== "")
    .map((part) => {
      const tex = part.length > 2 && part.startsWith("$") && part.endsWith("$");
      return { text: tex ? part.slice(1, -1) : part, tex };
    });
}

/** The same in characters alone. */
export function plainText(text: string): string {
  return partsOf(text)
    .map((part) => (part.tex ? plainTex(part.text) : part.text))
    .join("");
}
