import { describe, expect, it } from "vitest";
import { toJupyter } from "../../../src/notebook/formats/jupyter.ts";
import { maxFileBytes, openFile } from "../../../src/notebook/formats/open-file.ts";
import { toScript } from "../../../src/notebook/formats/script.ts";

const version = "0.1.0";

const cells = [{ id: "kv-growth", source: "display(1);" }];

describe("openFile(file)", () => {
  it("knows both kinds by their names", async () => {
    expect(await openFile(new File([toScript(cells, version)], "n.ts"))).toEqual({ cells });
    expect(await openFile(new File([toJupyter(cells, { version, site: "https://site.example/" })], "N.IPYNB"))).toEqual(
      { cells },
    );
    expect(await openFile(new File(["display(2)"], "other.js"))).toEqual({
      cells: [{ id: "cell-1", source: "display(2)" }],
    });
  });
  it("does not read what is too large, and says when the browser cannot read", async () => {
    const large = Object.defineProperty(new File([], "n.ts"), "size", { value: maxFileBytes + 1 });
    expect(await openFile(large)).toEqual({
      problem: "The file cannot be opened. It has 20000001 bytes; at most 20000000 are read.",
    });
    const gone = Object.assign(new File([], "n.ts"), {
      text: () => Promise.reject(new DOMException("gone", "NotReadableError")),
    });
    expect(await openFile(gone)).toEqual({ problem: "The file cannot be opened. The browser could not read it." });
  });
});
