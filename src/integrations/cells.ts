/**
 * @file Live cells in chapters: a fenced block ` ```ts cell id=kv-growth ` becomes a `<Cell>` with the code,
 * highlighted, and what it shows, computed now. The cells of a chapter are checked and run together, once a build.
 */
import type { Code, Node, Parent, Root } from "mdast";
import type { MdxJsxFlowElement } from "mdast-util-mdx-jsx";
import type { VFile } from "vfile";
import { isCellId } from "../notebook/formats/cell-list.ts";
import { highlight } from "../kit/shell/highlight.ts";
import type { CellSource } from "../notebook/cell.ts";
import type { CellProblem } from "./cells-types.ts";

/** A cell as it stands in a chapter. */
type ChapterCell = CellSource & { parent: Parent; node: Code };

/** HTML of what each cell of a chapter shows, by id. */
type ChapterOutput = ReadonlyMap<string, string>;

/** Cells of a chapter that take longer than this to run fail the build. */
const mostSeconds = 60;

/** Results by path: a chapter is compiled more than once a build, but checked and run once. */
const built = new Map<string, { key: string; output: Promise<ChapterOutput> }>();

/**
 * Remark plugin, for the `remarkPlugins` of the Markdown processor.
 *
 * @throws through the build: chapter, line, id and message of every cell that has no proper id, fails the type check
 *   or throws
 */
export function remarkCells() {
  return async (tree: Root, file: VFile): Promise<void> => {
    const cells = [...cellsOf(tree, file)];
    if (cells.length === 0) return;
    checkIds(cells, file);
    const sources = cells.map(({ id, source }) => ({ id, source }));
    const key = JSON.stringify(sources);
    let entry = built.get(file.path);
    if (entry?.key !== key) {
      entry = { key, output: check(sources).then(run) };
      built.set(file.path, entry);
    }
    let output: ChapterOutput;
    try {
      output = await entry.output;
    } catch (error) {
      if (!(error instanceof CellsError)) throw error;
      fail(error.problems, cells, file);
    }
    for (const cell of cells) replace(cell, output.get(cell.id)!);
  };
}

class CellsError extends Error {
  readonly problems: readonly CellProblem[];
  constructor(problems: readonly CellProblem[]) {
    super("cells with problems");
    this.problems = problems;
  }
}

async function check(cells: CellSource[]): Promise<CellSource[]> {
  const { checkTypes } = await import("./cells-types.ts"); // TypeScript and all of it: only where there are cells
  const problems = checkTypes(cells);
  if (problems.length > 0) throw new CellsError(problems);
  return cells;
}

/** Chapters run one after the other: Plot draws into one document at a time. */
let queue: Promise<unknown> = Promise.resolve();

function run(cells: CellSource[]): Promise<ChapterOutput> {
  const result = queue.then(() => runChapter(cells));
  queue = result.catch(() => {}); // the chapter's own build hears of it
  return result;
}

/** Loaded only here, so that a site without cells does not wait for it. */
async function runChapter(cells: CellSource[]): Promise<ChapterOutput> {
  const [{ renderOutputs, runNotebook }, v3, Plot, { parseHTML }] = await Promise.all([
    import("../notebook/index.ts"),
    import("../compute/index.ts"),
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const results = await withinTime(runNotebook(cells, { v3, Plot, document: document as unknown as Document }), cells);
  const problems = cells.flatMap(({ id }) => {
    const error = results.get(id)!.error;
    return error ? [{ id, line: error.line ?? 1, message: error.message }] : [];
  });
  if (problems.length > 0) throw new CellsError(problems);
  return new Map(cells.map(({ id }) => [id, renderOutputs(id, results.get(id)!.outputs)]));
}

/** A cell that waits for what never comes must not hang the build. (An endless loop does, and is seen.) */
async function withinTime<T>(running: Promise<T>, cells: readonly CellSource[]): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new CellsError([
            { id: cells[0].id, line: 1, message: `the cells of this chapter did not end within ${mostSeconds} s` },
          ]),
        ),
      mostSeconds * 1000,
    );
  });
  return Promise.race([running, tooLong]).finally(() => clearTimeout(timer));
}

/** Fenced blocks of language `ts` whose words begin with `cell`, in the order of the page. */
function* cellsOf(parent: Parent | Root, file: VFile): Generator<ChapterCell> {
  for (const node of parent.children as Node[]) {
    if (isCode(node) && node.lang === "ts" && /^cell(\s|$)/.test(node.meta ?? "")) {
      yield { id: idOf(node, file), source: node.value, parent, node };
    } else if ("children" in node) {
      yield* cellsOf(node as Parent, file);
    }
  }
}

function idOf(node: Code, file: VFile): string {
  const words = node
    .meta!.split(/\s+/)
    .slice(1)
    .filter((word) => word !== "");
  const [, id] = /^id=(.+)$/.exec(words[0] ?? "") ?? [];
  if (!id || words.length > 1) {
    file.fail(`A cell must be written \`\`\`ts cell id=<name> and nothing else (got "${node.meta}")`, {
      place: node.position,
    });
  }
  return id;
}

function checkIds(cells: readonly ChapterCell[], file: VFile): void {
  const seen = new Map<string, number>();
  for (const { id, node } of cells) {
    if (!isCellId(id))
      file.fail(`The id of a cell must be kebab-case, of at most 64 characters (got "${id}")`, {
        place: node.position,
      });
    const first = seen.get(id);
    if (first !== undefined)
      file.fail(`The id of a cell must be unique in its chapter ("${id}" is that of line ${first} too)`, {
        place: node.position,
      });
    seen.set(id, node.position!.start.line);
  }
}

/** Fails the build at the first problem; the message lists them all. */
function fail(problems: readonly CellProblem[], cells: readonly ChapterCell[], file: VFile): never {
  const lineOf = ({ id, line }: CellProblem): number =>
    cells.find((cell) => cell.id === id)!.node.position!.start.line + line;
  const path = file.cwd && file.path.startsWith(`${file.cwd}/`) ? file.path.slice(file.cwd.length + 1) : file.path;
  const said = problems.map((problem) => `${path}:${lineOf(problem)}: cell "${problem.id}": ${problem.message}`);
  file.fail(said.join("\n"), { place: { line: lineOf(problems[0]), column: 1 } });
}

/** `<Cell id source highlighted output />` in place of the code. */
function replace({ id, source, parent, node }: ChapterCell, output: string): void {
  const props = { id, source, highlighted: highlight(source), output };
  const cell: MdxJsxFlowElement = {
    type: "mdxJsxFlowElement",
    name: "Cell",
    attributes: Object.entries(props).map(([name, value]) => ({ type: "mdxJsxAttribute", name, value })),
    children: [],
    position: node.position,
  };
  parent.children.splice(parent.children.indexOf(node), 1, cell);
}

function isCode(node: Node): node is Code {
  return node.type === "code";
}
