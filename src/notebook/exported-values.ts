/** @file The values that a TypeScript module exports, as the compiler knows them. Build time only. */
import ts from "typescript";

/** One exported function or constant. */
export type ExportedValue = {
  name: string;
  isFunction: boolean;
  symbol: ts.Symbol;
  declaration: ts.Declaration;
  /** "(count: number): string" of a function, "number" of a constant. */
  type: string;
  checker: ts.TypeChecker;
};

/**
 * The values that `entry` exports, in the order in which it names them; types are left out.
 *
 * @param entry  path of a TypeScript file
 * @throws RangeError if there is no such module
 */
export function exportedValues(entry: string): ExportedValue[] {
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
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new RangeError(`entry must be a TypeScript module (got ${entry})`);
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.WriteArrowStyleSignature;
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.valueDeclaration;
    if (!declaration) return [];
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    const [call] = type.getCallSignatures();
    return [
      {
        name: exported.name,
        isFunction: call !== undefined,
        symbol,
        declaration,
        type: call
          ? checker.signatureToString(call, declaration, flags).replace(/\) =>/, "):")
          : checker.typeToString(type, declaration),
        checker,
      } satisfies ExportedValue,
    ];
  });
}
