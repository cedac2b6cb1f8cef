/** @file The text of built HTML as it is read: formulas in a line, nothing that only shows on demand. */

/** What is not read as text: what a hover shows, tools, pictures, machine data. */
const unread = "script, style, svg, .peek-more, .anchor, .visually-hidden, button, noscript, .figure-state, .on-paper";

const blocks = /^(?:p|li|td|th|dd|dt|div|h\d|pre|tr|table|blockquote|summary|details|section|ul|ol|br|small)$/;

/** Text of an element, spaces made plain and single. */
export function readableText(element: Element): string {
  return textOf(element)
    .replace(/[\s\u00a0\u2009\u202f]+/g, " ")
    .trim();
}

function textOf(node: Node): string {
  if (node.nodeType === 3) return node.textContent!;
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  if (element.matches(unread)) return "";
  const name = element.localName;
  if (name === "math") return ` ${formula(element)} `;
  const inside = [...element.childNodes].map(textOf).join("");
  return blocks.test(name) || element.matches(".source") ? ` ${inside} ` : inside;
}

/** A formula as one would type it: d_c, c_t^KV, a/b. */
export function formula(element: Element): string {
  const parts = (): string[] => [...element.children].filter((child) => !child.matches(".peek-more")).map(formula);
  switch (element.localName) {
    case "msub":
    case "munder": {
      const [base, sub] = parts();
      return `${base}_${sub}`;
    }
    case "msup": {
      const [base, sup] = parts();
      return /^[′']/.test(sup) ? base + sup : `${base}^${sup}`;
    }
    case "mover":
      return parts()[0];
    case "msubsup":
    case "munderover": {
      const [base, sub, sup] = parts();
      return `${base}_${sub}^${sup}`;
    }
    case "mfrac":
      return parts().join("/");
    case "msqrt":
      return `√${parts().join("")}`;
    case "mphantom":
      return "";
    case "mspace":
      return " ";
    default:
      return element.children.length > 0 ? parts().join("") : plainLetters(element.textContent!).trim();
  }
}

/** Letters of formulas that are characters of their own, as the letters they stand for. */
function plainLetters(text: string): string {
  return text.replace(/[\u{1d400}-\u{1d7ff}\u2102-\u2134]/gu, (letter) => letter.normalize("NFKC"));
}
