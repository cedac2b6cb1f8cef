/**
 * @file How much memory arrays of cells may take: what one asks for is counted, and given back when the browser has
 * collected it. The browser's own limit is the last one; this is for the message, and for the page beside it.
 */

/** Bytes of one array, and of all large ones together. */
const mostOfOne = 2 ** 30;
const mostOfAll = 2 ** 31;
/** Smaller ones are not counted: loops make and drop thousands. */
const large = 2 ** 26;

const names = [
  "ArrayBuffer",
  "SharedArrayBuffer",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];

type Maker = (new (...values: unknown[]) => object) & { BYTES_PER_ELEMENT?: number; prototype: object };

/**
 * Puts makers of arrays into the place of those of `global` that count.
 *
 * @param replace  sets a property of `global` for good
 */
export function limitMemory(
  global: Record<string, unknown>,
  replace: (name: string, descriptor: PropertyDescriptor) => void,
): void {
  let taken = 0;
  const collected = new FinalizationRegistry<number>((bytes) => void (taken -= bytes));

  function count(name: string, bytes: number, make: () => object): object {
    if (bytes > mostOfOne)
      throw new RangeError(`length of ${name} must be at most ${mostOfOne} bytes, 1 GiB (got ${bytes})`);
    if (bytes < large) return make();
    if (taken + bytes > mostOfAll)
      throw new RangeError(
        `large arrays must have at most ${mostOfAll} bytes together, 2 GiB (got ${taken + bytes}): reuse them, or wait between them, so that those no longer needed can go`,
      );
    const made = make();
    taken += bytes;
    collected.register(made, bytes);
    return made;
  }

  for (const name of names) {
    const original = global[name] as Maker | undefined;
    if (!original) continue;
    const bytesPerElement = original.BYTES_PER_ELEMENT ?? 1;
    const limited: unknown = new Proxy(original, {
      construct(target, values: unknown[], newTarget) {
        // A buffer that can grow takes what it may grow to.
        const most =
          original.BYTES_PER_ELEMENT === undefined
            ? Number((values[1] as { maxByteLength?: unknown } | undefined)?.maxByteLength ?? 0)
            : 0;
        const [first] = values;
        const length = typeof first === "object" && first !== null ? lengthOf(first) : Number(first);
        return count(
          name,
          Math.max(length * bytesPerElement || 0, most || 0),
          () => Reflect.construct(target, values, newTarget === limited ? target : newTarget) as object,
        );
      },
    });
    Object.defineProperty(original.prototype, "constructor", { value: limited, configurable: false, writable: false });
    replace(name, { configurable: false, writable: false, value: limited });
  }
  const buffers = (global.ArrayBuffer as Maker).prototype as Record<
    string,
    ((this: ArrayBuffer, length?: number) => ArrayBuffer) | undefined
  >;
  for (const name of ["transfer", "transferToFixedLength"]) {
    const original = buffers[name];
    if (!original) continue;
    const limited = function (this: ArrayBuffer, length: number = this.byteLength): ArrayBuffer {
      return count("ArrayBuffer", Number(length), () => original.call(this, length)) as ArrayBuffer;
    };
    Object.defineProperty(buffers, name, { configurable: false, writable: false, value: limited });
  }
}

/** What an array has that is made of `source`; a view of a buffer takes nothing of its own. */
function lengthOf(source: object): number {
  return "length" in source ? Number(source.length) : 0;
}
