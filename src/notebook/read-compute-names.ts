/** @file Reads names, signatures and docstrings of the computation module. Build time only: it needs the compiler. */
import ts from "typescript";
import type { ComputeName } from "./compute-names.ts";

/** Longer types are cut: they stand beside a name in a list. */
const mostSignature = 160;

/**
 * The values that `entry` exports, in the order in which it names them; types are left out.
 *
 * @param entry  path of a TypeScript file
 */
export function readComputeNames(entry: string): ComputeName[] {
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const symbol = file && checker.getSymbolAtLocation(file);
  if (!symbol) throw new RangeError(`entry must be a TypeScript module (got ${entry})`);
  return checker.getExportsOfModule(symbol).flatMap((exported) => {
    const own = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = own.valueDeclaration;
    if (!declaration) return [];
    const type = checker.getTypeOfSymbolAtLocation(own, declaration);
    const [call] = type.getCallSignatures();
    const text = call
      ? checker
          .signatureToString(
            call,
            declaration,
            ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.WriteArrowStyleSignature,
          )
          .replace(/\) =>/, "):")
      : `: ${checker.typeToString(type, declaration)}`;
    return [
      {
        name: exported.name,
        kind: call ? "function" : "constant",
        signature: text.length > mostSignature ? `${text.slice(0, mostSignature)}…` : text,
        doc: docOf(own, checker),
      } satisfies ComputeName,
    ];
  });
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .trim()
    .replace(/([^\n])\n(?![\n\s*•|-])/g, "$1 ");
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const content = ts.displayPartsToString(parts).replace(/\s+/g, " ").trim();
    const titles: Record<string, string> = { returns: "Returns ", throws: "Throws ", source: "Source: " };
    return name === "param" ? content.replace(/^(\w+)\s*/, "$1: ") : `${titles[name] ?? ""}${content}`;
  });
  return [text, ...tags].filter(Boolean).join("\n\n").replaceAll("`", "");
}
