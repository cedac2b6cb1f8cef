/** @file Completion in cells: what stands in scope, and the functions of `v3` with their documentation. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { ComputeName } from "../compute-names.ts";

const scope: Completion[] = [
  { label: "v3", type: "namespace", detail: "the computation module", boost: 3 },
  { label: "Plot", type: "namespace", detail: "Observable Plot", boost: 1 },
  { label: "Inputs", type: "namespace", detail: "controls for view(…)", boost: 1 },
  {
    label: "display",
    type: "function",
    detail: "(value)",
    info: "Shows a value below the cell and returns it.",
    boost: 2,
  },
  {
    label: "view",
    type: "function",
    detail: "(input)",
    info: "Shows a control; const x = view(Inputs.range([0, 1])) makes its value known to other cells.",
    boost: 2,
  },
];
const keywords =
  "async await break class const continue else export false finally for function if import in instanceof let new null of return switch this throw true try typeof undefined while"
    .split(" ")
    .map((label): Completion => ({ label, type: "keyword" }));
const inputs = ["range", "select", "checkbox", "toggle", "text", "button"].map((label): Completion => ({
  label,
  type: "function",
}));
const marks =
  "plot areaY arrow axisX axisY barX barY boxX boxY cell contour dot frame gridX gridY groupX groupY binX binY hexbin legend line lineX lineY link normalizeY rect rectY rule ruleX ruleY stackX stackY text tip tickX tickY vector windowY"
    .split(" ")
    .map((label): Completion => ({ label, type: "function" }));

let names: Promise<Completion[]> | null = null;

/** A source of completions; the list of names is fetched when it is first needed. */
export function completeNames(address: string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (inside === "String" || inside === "TemplateString" || inside === "LineComment" || inside === "BlockComment")
      return null;
    const member = context.matchBefore(/\b(v3|Plot|Inputs)\.\w*/);
    if (member) {
      const from = member.from + member.text.indexOf(".") + 1;
      const options = member.text.startsWith("v3")
        ? await computeNames(address)
        : member.text.startsWith("Plot")
          ? marks
          : inputs;
      return { from, options, validFor: /^\w*$/ };
    }
    const word = context.matchBefore(/[\w$]+/);
    if (context.matchBefore(/\.\w*/) || (!word && !context.explicit)) return null;
    const from = word?.from ?? context.pos;
    return {
      from,
      options: [...scope, ...localNames(context.state.doc.toString(), word?.text), ...keywords],
      validFor: /^[\w$]*$/,
    };
  };
}

/** Names of this cell. */
function localNames(code: string, typed?: string): Completion[] {
  const found = new Set(
    [...code.matchAll(/\b(?:const|let|var|function|class)\s+([A-Za-z_$][\w$]*)/g)].map(([, name]) => name),
  );
  return [...found].filter((name) => name !== typed).map((label) => ({ label, type: "variable" }));
}

function computeNames(address: string): Promise<Completion[]> {
  names ??= fetch(address)
    .then((response) => response.json() as Promise<ComputeName[]>)
    .then((list) =>
      list.map(({ name, kind, signature, doc }): Completion => ({
        label: name,
        type: kind,
        detail: signature,
        info: doc ? () => documentation(name, signature, doc) : undefined,
      })),
    )
    .catch(() => {
      names = null; // offline: the next attempt may do better
      return [];
    });
  return names;
}

function documentation(name: string, signature: string, doc: string): HTMLElement {
  const element = document.createElement("div");
  const code = document.createElement("code");
  code.textContent = name + signature;
  element.append(
    code,
    ...doc.split("\n\n").map((paragraph) => {
      const p = document.createElement("p");
      p.textContent = paragraph;
      return p;
    }),
  );
  return element;
}
