/** @file Where what a figure or a number asks for stands: its file, its line, and the tests that would fail if it were wrong. Build time only. */

const faces = import.meta.glob<string>(["../../compute/index.ts", "../../lab/index.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});
const sources = import.meta.glob<string>(["../../compute/**/*.ts", "../../lab/**/*.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});
const tests = import.meta.glob<string>(["../../../test/compute/**/*.test.ts", "../../../test/lab/**/*.test.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});

export type ModuleName = "compute" | "lab";

export type ModuleExport = {
  readonly name: string;
  readonly module: ModuleName;
  /** "training/run.ts", in the folder of the module. */
  readonly file: string;
};

const exportsOfModule: Readonly<Record<ModuleName, ReadonlyMap<string, string>>> = {
  compute: exportsOf(faces["../../compute/index.ts"]),
  lab: exportsOf(faces["../../lab/index.ts"]),
};

/** File of each export of a face that is nothing but `export { … } from "./…"`. */
export function exportsOf(source: string): ReadonlyMap<string, string> {
  const pairs = [...source.matchAll(/export \{([^}]*)\} from "\.\/([^"]+)"/g)].flatMap(([, names, file]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => [name, file] as const),
  );
  return new Map(pairs);
}

/** An export of the computation module, or of the laboratory; undefined for any other name. */
export function exportNamed(name: string): ModuleExport | undefined {
  for (const module of ["compute", "lab"] as const) {
    const file = exportsOfModule[module].get(name);
    if (file !== undefined) return { name, module, file };
  }
  return undefined;
}

/** The line on which an export is declared; null where its file has it from another. */
export function lineOf({ name, module, file }: ModuleExport): number | null {
  const declared = new RegExp(`^export (?:async )?(?:const|function\\*?|class) ${escaped(name)}\\b`);
  const lines = (sources[`../../${module}/${file}`] ?? "").split("\n");
  return lines.findIndex((line) => declared.test(line)) + 1 || null;
}

/**
 * The tests beside the files of some exports; where a file has none of its own, those that name the export, else those
 * beside the files that import it, else those that name another export of its file. From the root of the repository.
 */
export function testsOf(exports: readonly ModuleExport[]): string[] {
  const found = exports.flatMap(({ name, module, file }) => {
    const own = testBeside(`../../${module}/${file}`);
    if (own !== undefined) return [own];
    const naming = (one: string): string[] =>
      Object.keys(tests).filter((path) => new RegExp(`\\b${escaped(one)}\\b`).test(tests[path]));
    const beside = [...exportsOfModule[module]].filter(([, path]) => path === file).flatMap(([other]) => naming(other));
    return [naming(name), testsOfUsers(file), beside].find((paths) => paths.length > 0)?.slice(0, 2) ?? [];
  });
  return [...new Set(found)].map((path) => path.slice("../../../".length)).sort();
}

/** The test beside a source file, if there is one. */
function testBeside(source: string): string | undefined {
  const path = source.replace("../../", "../../../test/").replace(/\.ts$/, ".test.ts");
  return path in tests ? path : undefined;
}

function testsOfUsers(file: string): string[] {
  const name = file.split("/").at(-1)!;
  const users = Object.keys(sources).filter(
    (path) => !path.endsWith("/index.ts") && new RegExp(`from "\\.[^"]*/${escaped(name)}"`).test(sources[path]),
  );
  return users.flatMap((path) => testBeside(path) ?? []);
}

function escaped(name: string): string {
  return name.replace(/[$.]/g, "\\$&");
}
