/** @file Symbols in labels, as MathML. */
import type { ComponentChildren, VNode } from "preact";
import { parseTex, partsOf, plainTex, type TexNode } from "./tex.ts";

/** A symbol of the report: `<Sym tex="c_t^{KV}" />`. See `tex.ts` for what it may hold. */
export function Sym({ tex }: { tex: string }) {
  return <math aria-label={plainTex(tex)}>{mathml(parseTex(tex))}</math>;
}

/** A text in which `$…$` is a symbol: `rich("latent $c_t^{KV}$")`. Labels of all parts are read like this. */
export function rich(text: string): ComponentChildren {
  const parts = partsOf(text);
  return parts.some(({ tex }) => tex) ? parts.map((part, i) => (part.tex ? <Sym key={i} tex={part.text} /> : part.text)) : text;
}

/** Brackets of labels stay as high as a line. As a text, since it is an enumerated attribute. */
const unstretched = { stretchy: "false" } as object;

function mathml(node: TexNode): VNode {
  switch (node.kind) {
    case "letter": return <mi>{node.text}</mi>;
    case "number": return <mn>{node.text}</mn>;
    case "operator": return /[()[\]|‖⌊⌋⌈⌉]/.test(node.text) ? <mo {...unstretched}>{node.text}</mo> : <mo>{node.text}</mo>;
    case "word": return node.bold ? <mi>{boldOf(node.text)}</mi> : <mtext>{node.text}</mtext>;
    case "group": return <mrow>{node.children.map(mathml)}</mrow>;
    case "scripts": return scripts(node);
  }
}

/** Bold letters are characters of their own in formulas: browsers do not heed `mathvariant`. */
function boldOf(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => String.fromCodePoint(letter >= "a" ? 0x1d41a + letter.charCodeAt(0) - 97 : 0x1d400 + letter.charCodeAt(0) - 65));
}

function scripts({ base, sub, sup }: Extract<TexNode, { kind: "scripts" }>): VNode {
  if (sub && sup) return <msubsup>{mathml(base)}{mathml(sub)}{mathml(sup)}</msubsup>;
  return sub ? <msub>{mathml(base)}{mathml(sub)}</msub> : <msup>{mathml(base)}{mathml(sup!)}</msup>;
}
