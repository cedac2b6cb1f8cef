/**
 * @file A source with many mutants in it at once, each behind a switch: modules are loaded once, and tests are asked again and
 * again in one process. `$mutant(7)` says whether mutant 7 is on, and notes that it was passed; `$turn()` counts turns of loops,
 * so that one without end is found.
 */
import ts from "typescript";
import { withMutant, type Mutant } from "./mutants.ts";

/** Something that stands in place of a range, or between two characters where the range is empty. */
type Change = { from: number; to: number; make: () => string };

/** The source with switches; `mutants` by the number that turns them on. */
export function withSwitches(source: string, name: string, mutants: ReadonlyMap<number, Mutant>): string {
  const changes = [...switchesIn(source, mutants), ...countersIn(source, name)];
  // From outside to inside; what is put in at a place stands outside of what begins there.
  changes.sort((a, b) => a.from - b.from || Number(b.from === b.to) - Number(a.from === a.to) || b.to - a.to);
  return rendered(0, source.length, null);

  function rendered(from: number, to: number, inside: Change | null): string {
    let text = "";
    let at = from;
    for (const change of changes) {
      const within = change.from >= from && change.to <= to && change.from >= at;
      if (change === inside || !within) continue;
      if (inside && (change.from === change.to ? change.from <= from || change.to >= to : false)) continue;
      text += source.slice(at, change.from) + change.make();
      at = change.to;
    }
    return text + source.slice(at, to);
  }

  function switchesIn(text: string, all: ReadonlyMap<number, Mutant>): Change[] {
    const places = new Map<string, { from: number; to: number; isStatement: boolean; here: [number, Mutant][] }>();
    for (const [id, mutant] of all) {
      const isStatement = mutant.kind === "statement";
      const key = `${mutant.whole.from} ${mutant.whole.to} ${isStatement}`;
      const place = places.get(key) ?? { ...mutant.whole, isStatement, here: [] };
      place.here.push([id, mutant]);
      places.set(key, place);
    }
    return [...places.values()].map(({ from, to, isStatement, here }) => {
      const change: Change = {
        from,
        to,
        make: () => {
          const inner = rendered(from, to, change);
          if (isStatement) return `{if(!$mutant(${here[0][0]})){${inner}}}`;
          const others = here.map(([id, mutant]) => {
            const moved = { ...mutant, from: mutant.from - from, to: mutant.to - from };
            return `$mutant(${id})?(${withMutant(text.slice(from, to), moved)}):`;
          });
          return `(${others.join("")}(${inner}))`;
        },
      };
      return change;
    });
  }
}

/** A count at the start of each body of a loop. */
function countersIn(source: string, name: string): Change[] {
  const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, kind);
  const changes: Change[] = [];
  const put = (at: number, text: string): void => void changes.push({ from: at, to: at, make: () => text });
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      const { statement } = node;
      if (ts.isBlock(statement)) put(statement.getStart() + 1, "$turn();");
      else {
        put(statement.getStart(), "{$turn();");
        put(statement.getEnd(), "}");
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes;
}
