/**
 * @file A formula in words, for readers who hear it where nothing reads MathML aloud: "c sub t super K V equals W super D K V h
 * sub t". It takes KaTeX's MathML, whose elements are few.
 */
import type { Element, ElementContent } from "hast";

const signs: Readonly<Record<string, string>> = {
  "=": "equals",
  "+": "plus",
  "−": "minus",
  "-": "minus",
  "×": "times",
  "·": "times",
  "⋅": "times",
  "/": "over",
  "<": "less than",
  ">": "greater than",
  "≤": "at most",
  "≥": "at least",
  "≠": "is not",
  "≈": "about",
  "∼": "drawn from",
  "∈": "in",
  "∉": "not in",
  "∑": "sum",
  "∏": "product",
  "∫": "integral",
  "→": "to",
  "←": "from",
  "⊤": "transpose",
  "∞": "infinity",
  "∂": "partial",
  "∇": "nabla",
  "⊙": "elementwise times",
  "∣": "given",
  "|": "bar",
  "‖": "norm",
  "∥": "norm",
  "…": "and so on",
  "⋯": "and so on",
  "⌊": "floor of",
  "⌈": "ceiling of",
  "⌋": "",
  "⌉": "",
  "⟦": "open",
  "⟧": "close",
  "(": "open",
  ")": "close",
  "[": "open bracket",
  "]": "close bracket",
  "{": "open brace",
  "}": "close brace",
  "′": "prime",
  "∧": "and",
  "∨": "or",
  "¬": "not",
  ℝ: "the reals",
  𝔼: "expectation of",
};
const greek: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ϵ: "epsilon",
  ε: "epsilon",
  η: "eta",
  θ: "theta",
  λ: "lambda",
  μ: "mu",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  ϕ: "phi",
  ψ: "psi",
  ω: "omega",
  Δ: "delta",
  Θ: "theta",
  Σ: "sigma",
  Π: "pi",
};
const accents: Readonly<Record<string, string>> = {
  "^": "hat",
  ˆ: "hat",
  "~": "tilde",
  "˜": "tilde",
  "¯": "bar",
  ˉ: "bar",
  "‾": "bar",
  "→": "vector",
};

/** The words of a formula. @param math  its element, or what stands in it */
export function spokenFormula(math: Element): string {
  return said(math)
    .replace(/\s+/g, " ")
    .replace(/ ([,;:.])/g, "$1")
    .trim();
}

function said(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  const parts = node.children.filter(({ type }) => type === "element") as Element[];
  switch (node.tagName) {
    case "annotation":
      return "";
    case "mi":
    case "mn":
    case "mtext":
      return ` ${name(textOf(node))} `;
    case "mo":
      return ` ${signs[textOf(node)] ?? textOf(node)} `;
    case "mspace":
      return " ";
    case "mfrac":
      return isShort(parts)
        ? ` ${said(parts[0])} over ${said(parts[1])} `
        : ` the fraction ${said(parts[0])} over ${said(parts[1])}, end of fraction, `;
    case "msqrt":
      return ` the root of ${parts.map(said).join(" ")}, end of root, `;
    case "msub":
      return ` ${said(parts[0])} sub ${script(parts[1])} `;
    case "msup":
      return ` ${said(parts[0])} ${raised(parts[1])} `;
    case "msubsup":
      return isLimited(parts[0])
        ? limited(parts[0], parts[1], parts[2])
        : ` ${said(parts[0])} sub ${script(parts[1])} ${raised(parts[2])} `;
    case "munder":
      return isLimited(parts[0]) ? limited(parts[0], parts[1]) : ` ${said(parts[0])}, under it ${said(parts[1])}, `;
    case "mover":
      return ` ${said(parts[0])} ${accents[textOf(parts[1])] ?? `, over it ${said(parts[1])},`} `;
    case "munderover":
      return limited(parts[0], parts[1], parts[2]);
    case "mtable":
      return parts.map(said).join("; ");
    case "mtr":
      return parts.map(said).join(" ");
    default:
      return parts.map(said).join(" ");
  }
}

/** A letter by its name, letters of a mathematical alphabet as plain ones. */
function name(text: string): string {
  return [...text.normalize("NFKD")].map((letter) => greek[letter] ?? signs[letter] ?? letter).join("");
}

/** An index: one word, or with its end said. */
function script(part: Element): string {
  const words = said(part).trim();
  return /\s/.test(words) ? `${words}, end of index,` : words;
}

function raised(part: Element): string {
  const words = said(part).trim().replace(/\s+/g, " ");
  if (words === "2") return "squared";
  if (words === "prime" || words === "transpose") return words;
  return /^(?:minus )?[\d.]+$/.test(words)
    ? `to the power ${words}`
    : /\s/.test(words)
      ? `super ${words}, end of super,`
      : `super ${words}`;
}

/** Sums and the like have limits. */
function isLimited(part: Element): boolean {
  return /^(?:∑|∏|∫|min|max)$/.test(textOf(part));
}

function limited(part: Element, from: Element, to?: Element): string {
  return ` ${said(part)} ${to ? `from ${said(from)} to ${said(to)}` : `over ${said(from)}`} of `;
}

function isShort(parts: readonly Element[]): boolean {
  return parts.every((part) => said(part).trim().split(/\s+/).length <= 3);
}

function textOf(node: ElementContent): string {
  return node.type === "text" ? node.value : node.type === "element" ? node.children.map(textOf).join("") : "";
}
