/** @file Notebooks for property tests: any text as code, also such as looks like the marks of a file format. */
import fc from "fast-check";

const id = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), { minLength: 1, maxLength: 4 })
  .map((words) => words.join("-"));

const line = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "const a = b + c;",
    "const b = 2 * c;",
    "const c = view(Inputs.range());",
    "a",
    "let d = a;",
    "",
    " ",
    "// %%",
    "// %% cell 1: a",
    "// %%% end",
    "// %% end",
    "// %% setup",
    "const a = 1;",
    "\r",
    "`",
    "${",
    "*/",
    "/*",
    "<script>",
    "display(1)",
    "1 + 1;",
    "; ",
    "display( // %%",
    '); // %% ";"',
  ),
  fc.constantFrom(
    'import { gpuHours } from "v3-companion/compute";',
    "import * as v3 from 'v3-companion/compute'",
    '\rimport { gpuHours } from "v3-companion/compute";\r',
    'import {\n  barY as bars,\n} from "@observablehq/plot";  ',
    'import type { ModelConfig } from "v3-companion/compute";',
  ),
);
const source = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));

/** One to six cells with ids of their own. */
export const anyCells = fc.uniqueArray(fc.record({ id, source }), {
  minLength: 1,
  maxLength: 6,
  selector: (cell) => cell.id,
});
