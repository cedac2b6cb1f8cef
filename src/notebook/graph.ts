/** @file Which cell needs which: order, duplicates and circles, from analyses alone. */
import type { CellAnalysis } from "./analyze.ts";
import type { CellError } from "./cell.ts";

export type NotebookGraph = {
  /** The cell that defines a name, for names that exactly one cell defines (or several import alike). */
  cellOfName: Map<string, string>;
  /** For each cell the names of other cells that it uses, in order of first use. */
  inputsOf: Map<string, string[]>;
  /** For each cell those that define its inputs. */
  upstreamOf: Map<string, Set<string>>;
  /** For each cell those that use its names. */
  downstreamOf: Map<string, Set<string>>;
  /** What keeps a cell from running, whatever its values: it cannot be read, defines what another defines, or needs itself. */
  errorOf: Map<string, CellError>;
};

/** The graph of a notebook; the order of `analyses` is that of the page and decides nothing but messages. */
export function notebookGraph(analyses: ReadonlyMap<string, CellAnalysis>): NotebookGraph {
  const definers = new Map<string, string[]>();
  for (const [id, analysis] of analyses)
    for (const name of analysis.defines) definers.set(name, [...(definers.get(name) ?? []), id]);

  const cellOfName = new Map<string, string>();
  const errorOf = new Map<string, CellError>();
  for (const [name, ids] of definers) {
    cellOfName.set(name, ids[0]);
    if (ids.length === 1 || sameImport(name, ids, analyses)) continue;
    for (const id of ids) {
      const others = ids.filter((other) => other !== id).join(", ");
      if (!errorOf.has(id))
        errorOf.set(id, {
          message: `${name} is defined more than once: here and in ${others}`,
          line: analyses.get(id)!.lineOfDefinition[name],
        });
    }
  }

  const inputsOf = new Map<string, string[]>();
  const upstreamOf = new Map<string, Set<string>>();
  const downstreamOf = new Map([...analyses.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, analysis] of analyses) {
    if (analysis.error) errorOf.set(id, analysis.error);
    const inputs = analysis.references.filter((name) => cellOfName.has(name));
    inputsOf.set(id, inputs);
    // All that define a name, so that its users are known as such even while it is defined twice.
    const upstream = new Set(inputs.flatMap((name) => definers.get(name)!));
    upstreamOf.set(id, upstream);
    for (const one of upstream) downstreamOf.get(one)!.add(id);
  }

  for (const id of analyses.keys()) {
    const circle = circleThrough(id, upstreamOf);
    if (circle && !errorOf.has(id)) errorOf.set(id, { message: `Circular definition: ${circle.join(" needs ")}` });
  }
  return { cellOfName, inputsOf, upstreamOf, downstreamOf, errorOf };
}

/** `from` and all cells that can be reached from it by `edges`. */
export function reachable(from: Iterable<string>, edges: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set(from);
  for (const id of found) for (const next of edges.get(id) ?? []) found.add(next);
  return found;
}

/** Every cell after those that it needs; otherwise as given. Cells of a circle come where the circle is met. */
export function runOrder(graph: Pick<NotebookGraph, "upstreamOf">): string[] {
  const order = new Set<string>();
  const entered = new Set<string>();
  const enter = (id: string): void => {
    if (entered.has(id)) return;
    entered.add(id);
    for (const one of graph.upstreamOf.get(id) ?? []) enter(one);
    order.add(id);
  };
  for (const id of graph.upstreamOf.keys()) enter(id);
  return [...order];
}

/** Shortest way from a cell back to itself, both ends included; null if there is none. */
function circleThrough(id: string, upstreamOf: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [id];
  for (const at of queue) {
    for (const next of upstreamOf.get(at) ?? []) {
      if (next === id) {
        const way = [at];
        while (way[0] !== id) way.unshift(cameFrom.get(way[0])!);
        return [...way, id];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return null;
}

/** Whether all of these cells take the name from the same place of the same package. */
function sameImport(name: string, ids: readonly string[], analyses: ReadonlyMap<string, CellAnalysis>): boolean {
  const origins = new Set(
    ids.map((id) => {
      const one = analyses.get(id)!.imports.find(({ local }) => local === name);
      return one ? `${one.from}.${one.imported}` : `cell ${id}`;
    }),
  );
  return origins.size === 1 && ![...origins][0].startsWith("cell ");
}
