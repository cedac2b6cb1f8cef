/** @file Symbols in labels, as MathML. */
import type { ComponentChildren, VNode } from "preact";
import { slantedLetter } from "./slanted-letter.ts";
import { parseTex, partsOf, plainTex, type TexNode } from "./tex.ts";

/** A symbol of the report: `<Sym tex="c_t^{KV}" />`. See `tex.ts` for what it may hold. */
export function Sym({ tex }: { tex: string }) {
  const node = parseTex(tex);
  return <math aria-label={plainTex(tex)}>{node.kind === "group" ? row(node.children) : mathml(node)}</math>;
}

/** A text in which `$…$` is a symbol: `rich("latent $c_t^{KV}$")`. Labels of all parts are read like this. */
export function rich(text: string): ComponentChildren {
  const parts = partsOf(text);
  return parts.some(({ tex }) => tex)
    ? parts.map((part, i) => (part.tex ? <Sym key={i} tex={part.text} /> : part.text))
    : text;
}

/** Brackets of labels stay as high as a line. As a text, since it is an enumerated attribute. */
const unstretched = { stretchy: "false" } as object;

function mathml(node: TexNode): VNode {
  switch (node.kind) {
    case "letter":
      return <mi>{node.text}</mi>;
    case "number":
      return <mn>{node.text}</mn>;
    case "operator":
      return /[()[\]|‖⌊⌋⌈⌉]/.test(node.text) ? <mo {...unstretched}>{node.text}</mo> : <mo>{node.text}</mo>;
    case "word":
      return node.bold ? <mi>{boldOf(node.text)}</mi> : <mtext>{node.text}</mtext>;
    case "group": {
      const parts = row(node.children);
      return parts.length === 1 ? parts[0] : <mrow>{parts}</mrow>;
    }
    case "scripts":
      return scripts(node);
  }
}

/** What stands in a row: letters side by side are one element, of the slanted characters that browsers give a letter alone. */
function row(nodes: readonly TexNode[]): VNode[] {
  const parts: VNode[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const begin = at;
    while (isLatin(nodes[at]) && isLatin(nodes[at + 1])) at++;
    parts.push(
      at === begin ? (
        mathml(nodes[at])
      ) : (
        <mi>
          {nodes
            .slice(begin, at + 1)
            .map((node) => slantedLetter((node as { text: string }).text))
            .join("")}
        </mi>
      ),
    );
  }
  return parts;
}

function isLatin(node: TexNode | undefined): boolean {
  return node?.kind === "letter" && /^[A-Za-z]$/.test(node.text);
}

/** Bold letters are characters of their own in formulas: browsers do not heed `mathvariant`. */
function boldOf(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) =>
    String.fromCodePoint(letter >= "a" ? 0x1d41a + letter.charCodeAt(0) - 97 : 0x1d400 + letter.charCodeAt(0) - 65),
  );
}

function scripts({ base, sub, sup }: Extract<TexNode, { kind: "scripts" }>): VNode {
  if (sub && sup)
    return (
      <msubsup>
        {mathml(base)}
        {mathml(sub)}
        {mathml(sup)}
      </msubsup>
    );
  return sub ? (
    <msub>
      {mathml(base)}
      {mathml(sub)}
    </msub>
  ) : (
    <msup>
      {mathml(base)}
      {mathml(sup!)}
    </msup>
  );
}
