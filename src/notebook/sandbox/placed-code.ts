/**
 * @file Code of cells, so that stacks tell where in it an error arose. Those of WebKit say of evaluated code neither file
 * nor line; there, a cell comes as a script with an address of its own.
 */
import { evaluate, lineInCell, type Evaluate } from "../compile.ts";

/** A property of the global object that holds what a script gives, for a moment. */
const handedOver = "v3 cell";

/**
 * `evaluate`, or what stands in for it in a browser whose stacks know nothing of evaluated code.
 *
 * @param load  runs the script of an address, before it returns
 */
export function evaluateBy(load: (address: string) => void): Evaluate {
  return hasPlaces() ? evaluate : (expression, file) => loaded(load, expression, file);
}

/** Whether stacks tell places in evaluated code. */
function hasPlaces(): boolean {
  const { value, file } = evaluate("() => { null.property; }", "v3-cell/trial.ts");
  try {
    (value as () => void)();
  } catch (error) {
    return lineInCell(file, error) === 1;
  }
  return false;
}

function loaded(load: (address: string) => void, expression: string, file: string): ReturnType<Evaluate> {
  const global = globalThis as Record<string, unknown>;
  // On the first line, so that lines of the expression are lines of the script.
  const script = `self[${JSON.stringify(handedOver)}] = ${expression}\n//# sourceURL=${file}`;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    load(address);
    return { value: global[handedOver], file: address };
  } finally {
    URL.revokeObjectURL(address);
    delete global[handedOver];
  }
}
