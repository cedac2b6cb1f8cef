/**
 * @file The package that `npm pack` makes: JavaScript and types of the computation module, of the laboratory and of the inputs of cells.
 *
 * The repository itself runs its TypeScript unbuilt, so its own `package.json` names the sources. `npm pack` calls
 * `build` before (`prepack`), which compiles into `compute/`, `lab/` and `notebook/` at the root and puts the package's own
 * `package.json` in place, and `restore` after (`postpack`), which takes both away again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Folders at the root that hold what is compiled. */
const built = ["compute", "lab", "notebook"];
const kept = "package.json.repository";

/** What a `package.json` of npm holds, as far as it is read here. */
type Manifest = { name: string; version: string; [field: string]: unknown };

/**
 * Compiles the package into `root`, and puts its `package.json` there; the repository's is kept beside it.
 *
 * @throws Error if the sources do not compile, or a build before was not undone
 */
export function build(root: string): void {
  if (existsSync(join(root, kept))) throw new Error(`${kept} must not be there: npm run postpack puts it back.`);
  compile(root);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const version = versionOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
  if (manifest.version !== version)
    throw new Error(`The version of package.json must be the changelog's, ${version} (got ${manifest.version}).`);
  renameSync(join(root, "package.json"), join(root, kept));
  writeFileSync(join(root, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`);
}

/** Puts the repository's `package.json` back and removes what was compiled. */
export function restore(root: string): void {
  if (existsSync(join(root, kept))) renameSync(join(root, kept), join(root, "package.json"));
  for (const folder of built) rmSync(join(root, folder), { recursive: true, force: true });
}

/** The `package.json` of the package. */
function published({ name, version, description, license }: Manifest): Manifest {
  const entry = (file: string): Record<string, string> => ({ types: `./${file}.d.ts`, default: `./${file}.js` });
  return {
    name,
    version,
    description,
    license,
    keywords: ["deepseek-v3", "mixture-of-experts", "fp8", "attention", "language-models"],
    type: "module",
    engines: { node: ">=20" },
    sideEffects: false,
    exports: {
      ".": entry("compute/index"),
      "./compute": entry("compute/index"),
      "./lab": entry("lab/index"),
      "./inputs": entry("notebook/inputs"),
      "./package.json": "./package.json",
    },
    files: [...built, "CHANGELOG.md"],
  };
}

/**
 * The newest version of a changelog.
 *
 * @throws Error if no version is in it
 */
export function versionOf(changelog: string): string {
  const [, newest] = /^## (\d+\.\d+\.\d+)/m.exec(changelog) ?? [];
  if (newest === undefined) throw new Error('CHANGELOG.md must hold a version, as in "## 0.1.0 (2026-11-23)".');
  return newest;
}

function compile(root: string): void {
  for (const folder of built) rmSync(join(root, folder), { recursive: true, force: true });
  const program = ts.createProgram(
    [join(root, "src/compute/index.ts"), join(root, "src/lab/index.ts"), join(root, "src/notebook/inputs.ts")],
    {
      rootDir: join(root, "src"),
      outDir: root,
      declaration: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      rewriteRelativeImportExtensions: true,
      strict: true,
      verbatimModuleSyntax: true,
      types: [],
      noEmitOnError: true,
    },
  );
  const result = program.emit(undefined, (path, text) => {
    mkdirSync(join(path, ".."), { recursive: true });
    // The compiler rewrites the endings of imports in JavaScript, and leaves those in declarations.
    writeFileSync(
      path,
      path.endsWith(".d.ts") ? text.replace(/(\bfrom "|\bimport\(")(\.[^"]*)\.ts"/g, '$1$2.js"') : text,
    );
  });
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...result.diagnostics];
  if (diagnostics.length > 0)
    throw new Error(
      ts.formatDiagnostics(diagnostics, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => root,
        getNewLine: () => "\n",
      }),
    );
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..");
  if (process.argv[2] === "restore") restore(root);
  else build(root);
}
