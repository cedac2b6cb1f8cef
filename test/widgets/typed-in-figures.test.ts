/**
 * Figures in the words of figures: captions, labels, notes, summaries. Each is a number in the code of its own file or of those
 * beside it that it is made of, or stands below with what the computation module gives for it, or with the place that prints it.
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import {
  assumeStep,
  deepseekV3,
  deploymentUnit,
  drawnExperts,
  drawnLayers,
  laboratoryDefaults,
  llama31Run,
  publishedDay,
  publishedRun,
  publishedYarn,
  servedUnit,
  v3Channels,
  v3Layout,
} from "../../src/compute/index.ts";
import { printedLossBand } from "../../src/lab/index.ts";
import { figuresIn } from "../../src/integrations/typed-in-figures.ts";

const moe = deepseekV3.moe!;
const printed = "printed";

/** By figure: the numeral, and what it must be; `printed` with its place beside it, where nothing is computed. */
const known: Record<string, Record<string, number | typeof printed>> = {
  "ablation-forest": { "95%": 95 }, // what `halfWidth` is: a convention
  "balance-laboratory": { "0.002": laboratoryDefaults.taskPull },
  "balance-scope": { "64": moe.routedExperts / 4 },
  "bandwidth-balance": { "7,168": deepseekV3.hiddenDim, "56": deepseekV3.hiddenDim / 128 },
  "bubble-curves": { "3": 1 + 2 }, // F&B = F + B
  "chunk-overlap": { "20": v3Channels.communicationSms },
  "decode-layer": { "40": printed }, // arXiv:2505.09343, §4.4
  "delayed-scaling": { "1,024": printed }, // of the module's own tensor
  "deployment-map": {
    "32": deploymentUnit("decode-report").sharedReplicas,
    "64": printed, // §3.4.2: 64 GPUs for redundant and shared experts
    "10": 10,
  },
  "design-accelerator": { "144": servedUnit.gpus, "2,048": publishedRun.gpus },
  "expert-layer": { "0.02": printed, "2.5": moe.routeScale, "7,168": deepseekV3.hiddenDim },
  "expert-load-maps": {
    "0.02": printed,
    "9,984": 2 * 3 * drawnLayers * drawnExperts,
    "9.96": printed, // read off the drawing
    "16B": printed, // §4.5.3
    "3.6": printed, // the strongest shade
  },
  "fp8-error": { "64": 64 },
  "gpu-hours": { "4,096": v3Layout.sequenceLength, "30.84": llama31Run.hours / 1e6, "15.6": llama31Run.tokens / 1e12 },
  "layout-finder": { "15,360": v3Layout.batchSequences },
  "node-limited-dispatch": { "256": moe.routedExperts },
  "parameter-explorer": { "671B": printed, "37B": printed }, // §1
  "real-trace": { "64": v3Layout.expertRanks, "4,096": v3Layout.sequenceLength },
  "reward-votes": { "3": printed }, // “V3” apart from its name
  "scale-up": { "80": 80 },
  "score-explorer": { "95%": 95 },
  "serving-cost": {
    "562,027": publishedDay.printed.incomeUsd,
    "27": printed, // the rest: deepseek-ai/open-infra-index
    "28": printed,
    "6": printed,
    "545%": printed,
  },
  "serving-frontier": { "80": 80 },
  specialization: { "3.6": printed, "16B": printed, "26": drawnLayers },
  "then-and-now": { "72": printed, "1,024": printed, "900": printed }, // SemiAnalysis, InferenceX
  "tiny-v3-experts": { "3.6": printed },
  "tiny-v3-laboratory": { "25": printed }, // steps in a recorded run
  "training-race": {
    "50,000": printed, // of our network
    "230": printed, // §3.3.1
    "0.9": printed, // Figure 10
    "0.25%": 100 * printedLossBand,
  },
  "training-step": {
    "1.1": assumeStep().expertImbalance,
    "2,048": v3Layout.gpus,
    "6": printed,
    "3.7": printed,
    "20%": 20,
  },
  "yarn-frequencies": { "64": publishedYarn.ropeHeadDim, "4,096": publishedYarn.originalContext },
};

/** Fields of a declaration whose texts a reader sees. */
const shown = /^(?:title|caption|label|help|note|legend|remark|summary|unit|say)$/;
/** Fields within those that are names. */
const names = /^(?:id|key|value|initial)$/;

it.each(widgets.map(({ id }) => id))("%s types in no figure that nothing holds", (id) => {
  const { texts, numbers } = partsOf(id);
  const loose = texts.flatMap((text) =>
    figuresIn(text)
      .filter((figure) => !/^[a-z]/.test(figure)) // a name, such as that of a model
      .map((figure) => figure.replace(/^[^\d]+|[^\d%A-Z]+$/g, ""))
      .filter((figure) => {
        const value = Number.parseFloat(figure.replaceAll(",", ""));
        if (value === 0 || value === 1) return false;
        if ([value, value / 100, value * 1e9].some((own) => numbers.has(own))) return false;
        const held = known[id]?.[figure];
        return held !== printed && held !== value;
      })
      .map((figure) => `${figure}: ${text.trim()}`),
  );
  expect(loose).toEqual([]);
});

it("lists nothing that no figure has", () => {
  const unused = Object.entries(known).flatMap(([id, figures]) => {
    const { texts } = partsOf(id);
    return Object.keys(figures)
      .filter((figure) => !texts.some((text) => text.includes(figure)))
      .map((figure) => `${id}: ${figure}`);
  });
  expect(unused).toEqual([]);
});

type Parts = { texts: string[]; numbers: Set<number> };
const parts = new Map<string, Parts>();

function partsOf(id: string): Parts {
  if (!parts.has(id)) {
    const files = [sourceOf(id), ...siblingsOf(sourceOf(id))].map((source) => read(source, id));
    parts.set(id, {
      texts: files.flatMap(({ texts }) => texts),
      numbers: new Set(files.flatMap(({ numbers }) => [...numbers])),
    });
  }
  return parts.get(id)!;
}

/** Sources of the files beside it that a widget is made of: drawings, parameters, texts. */
function siblingsOf(source: string): string[] {
  return [...source.matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) =>
    readFileSync(new URL(`../../src/widgets/${name}`, import.meta.url), "utf8"),
  );
}

/** Words that a reader sees, as far as they are typed in, and all numbers of the code. */
function read(source: string, id: string): Parts {
  const texts: string[] = [];
  const numbers = new Set<number>();
  const visit = (node: ts.Node, seen: boolean): void => {
    if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
      const name = node.name.getText();
      if (shown.test(name)) seen = true;
      else if (names.test(name)) seen = false;
    }
    if (ts.isNumericLiteral(node)) numbers.add(Number(node.text));
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (ts.isJsxText(node) || (seen && isText)) texts.push(node.text);
    ts.forEachChild(node, (child) => visit(child, seen));
  };
  visit(ts.createSourceFile(`${id}.tsx`, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX), false);
  return { texts, numbers };
}
