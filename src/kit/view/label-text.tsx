/**
 * @file Labels inside of drawings, symbols included, as text of SVG: three elements where MathML in a box of HTML takes ten, and a
 * picture that is saved has them as they are. What a script takes in width is estimated, since there is no page to measure in.
 */
import type { VNode } from "preact";
import { parseTex, partsOf, type TexNode } from "./tex.ts";

type Look = "plain" | "slanted" | "upright" | "bold";
type Run = {
  text: string;
  look: Look;
  script: "sub" | "sup" | null;
  /** Pixels back, and on: one script stands above the other. */ dx: number;
};

/** Pixels: of the letters of a script, and how far scripts stand off the line. */
const scriptSize = 9.5;
const [below, above] = [3.5, -5];

/** What a `<text>` holds for one line of a label: `tspans("latent $c_t^{KV}$")`. */
export function tspans(line: string): (VNode | string)[] {
  const runs = merged(
    partsOf(line).flatMap((part): Run[] =>
      part.tex ? runsOf(parseTex(part.text), null) : [{ text: part.text, look: "plain", script: null, dx: 0 }],
    ),
  );
  let from = 0;
  return runs.map(({ text, look, script, dx }, i) => {
    const to = script === "sub" ? below : script === "sup" ? above : 0;
    const dy = to - from;
    from = to;
    if (look === "plain" && dx === 0 && dy === 0) return text;
    return (
      <tspan
        key={i}
        class={look === "plain" ? undefined : look}
        dx={dx || undefined}
        dy={dy || undefined}
        font-size={script ? scriptSize : undefined}
      >
        {text}
      </tspan>
    );
  });
}

function runsOf(node: TexNode, script: Run["script"]): Run[] {
  switch (node.kind) {
    case "group":
      return node.children.flatMap((child) => runsOf(child, script));
    case "letter":
      return [{ text: node.text, look: "slanted", script, dx: 0 }];
    case "word":
      return [{ text: node.text, look: node.bold ? "bold" : "upright", script, dx: 0 }];
    case "number":
      return [{ text: node.text, look: "upright", script, dx: 0 }];
    case "operator":
      return [
        {
          text: /[=<>≤≥≠≈∈→←±+−×]/.test(node.text) && !script ? `\u2009${node.text}\u2009` : node.text,
          look: "upright",
          script,
          dx: 0,
        },
      ];
    case "scripts": {
      const base = runsOf(node.base, script);
      const [sub, sup] = [
        node.sub ? runsOf(node.sub, script ?? "sub") : [],
        node.sup ? runsOf(node.sup, script ?? "sup") : [],
      ];
      if (script || sub.length === 0 || sup.length === 0) return [...base, ...sub, ...sup];
      const [first, ...others] = sup;
      return [
        ...base,
        ...sub,
        { ...first, dx: -widthOf(sub) },
        ...others,
        ...(widthOf(sub) > widthOf(sup)
          ? [
              {
                text: "\u200b",
                look: "plain" as const,
                script: null,
                dx: Number((widthOf(sub) - widthOf(sup)).toFixed(1)),
              },
            ]
          : []),
      ];
    }
  }
}

/** Neighbors that look alike as one. */
function merged(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    // Commas and digits in a script are as good slanted as upright.
    const isAlike =
      last &&
      run.dx === 0 &&
      last.script === run.script &&
      (last.look === run.look || (run.script !== null && /^[,\d]+$/.test(run.text)));
    if (isAlike) last.text += run.text;
    else all.push({ ...run });
  }
  return all;
}

function widthOf(runs: readonly Run[]): number {
  const of = (character: string): number =>
    /[tijlf,.′'()|]/.test(character) ? 0.32 : /[A-Z]/.test(character) ? 0.68 : 0.5;
  return (
    Math.round(
      10 *
        runs.reduce((sum, { text }) => sum + [...text].reduce((width, character) => width + of(character), 0), 0) *
        scriptSize,
    ) / 10
  );
}
