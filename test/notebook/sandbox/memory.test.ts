import { describe, expect, it } from "vitest";
import { limitMemory } from "../../../src/notebook/sandbox/memory.ts";

/** Makers of arrays that count, in the place of those of a global object, and stand-ins for the arrays: nothing is really taken. */
function limited() {
  class Buffer {
    readonly byteLength: number;
    constructor(byteLength = 0) {
      this.byteLength = byteLength;
    }
    transfer(length: number): Buffer {
      return new Buffer(length);
    }
  }
  class Floats {
    static BYTES_PER_ELEMENT = 4;
    readonly length: number;
    constructor(length = 0) {
      this.length = length;
    }
  }
  const global: Record<string, unknown> = { ArrayBuffer: Buffer, Float32Array: Floats };
  limitMemory(global, (name, descriptor) => void Object.defineProperty(global, name, descriptor));
  return global as {
    ArrayBuffer: new (length: number, options?: object) => object;
    Float32Array: new (length: number | object) => object;
  };
}

describe("limitMemory(global, replace)", () => {
  it("refuses one array of more than 1 GiB, a buffer that may grow to it included", () => {
    const { ArrayBuffer, Float32Array } = limited();
    expect(() => new Float32Array(2 ** 28 + 1)).toThrow(
      new RangeError("length of Float32Array must be at most 1073741824 bytes, 1 GiB (got 1073741828)"),
    );
    expect(() => new ArrayBuffer(8, { maxByteLength: 2 ** 31 })).toThrow(/ArrayBuffer must be at most/);
    expect(() => new Float32Array({ length: 2 ** 30 })).toThrow(RangeError);
  });
  it("refuses a third GiB, and says what to do", () => {
    const { ArrayBuffer } = limited();
    const all = [new ArrayBuffer(2 ** 30), new ArrayBuffer(2 ** 30)];
    expect(() => new ArrayBuffer(2 ** 30)).toThrow(
      /^large arrays must have at most 2147483648 bytes together, 2 GiB \(got 3221225472\)/,
    );
    expect(all).toHaveLength(2);
  });
  it("does not count small ones", () => {
    const { Float32Array } = limited();
    for (let i = 0; i < 1_000; i++) expect(new Float32Array(2 ** 23)).toMatchObject({ length: 2 ** 23 }); // 32 MiB each
  });
  it("counts what a buffer becomes when it is handed on", () => {
    const { ArrayBuffer } = limited();
    const buffer = new ArrayBuffer(8) as { transfer(length?: number): object; byteLength: number };
    expect(buffer.transfer()).toMatchObject({ byteLength: 8 });
    expect(() => buffer.transfer(2 ** 30 + 1)).toThrow(RangeError);
  });
});
