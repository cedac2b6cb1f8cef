/** Reading of names, held against eslint-scope: another implementation, and a larger one. */
import { readdirSync, readFileSync } from "node:fs";
import { parse, type Program } from "acorn";
import { analyze, type Reference } from "eslint-scope";
import { describe, expect, it } from "vitest";
import { freeNames } from "../../src/notebook/free-names.ts";
import { stripTypes } from "../../src/notebook/strip-types.ts";

const parsed = (code: string): Program =>
  parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    ranges: true,
    allowAwaitOutsideFunction: true,
  });

/** What eslint-scope says of the same: free names, those of them that are assigned, top-level names that are used. */
function byEslint(program: Program): { names: string[]; assigned: string[]; own: string[] } {
  const { globalScope } = analyze(program as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    sourceType: "module",
  });
  const free = globalScope!.through.filter(({ identifier }) => nameOf(identifier) !== "undefined");
  const isUse = (reference: Reference): boolean => !reference.init || reference.isRead();
  return {
    names: distinct(free.map(({ identifier }) => nameOf(identifier))),
    assigned: distinct(free.filter((reference) => reference.isWrite()).map(({ identifier }) => nameOf(identifier))),
    own: distinct(
      globalScope!.childScopes[0].variables.filter(({ references }) => references.some(isUse)).map(({ name }) => name),
    ),
  };
}

function ours(program: Program): ReturnType<typeof byEslint> {
  const { names, assigned, own } = freeNames(program);
  return { names: distinct(names.keys()), assigned: distinct(assigned.keys()), own: distinct(own.keys()) };
}

const nameOf = (identifier: unknown): string => (identifier as { name: string }).name;
const distinct = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe("freeNames(program)", () => {
  it.each([
    "const A = class B { m() { return B; } }; A; B;",
    "class C extends D { #p = q; static r = s; [t] = u; m(v = w) { return super.m(v) + C; } }",
    "class E { static { var f = 1; f; g; } static x = E; [E.x]() {} }",
    'import * as H from "h"; import i, { j as k } from "i"; H.l; i; j; k; import.meta.url;',
    "const m = function n() { return [n, arguments]; }; const o = () => arguments;",
    "function p(q, r = q, { s = t, [u]: v } = w, ...x) { var y; return [x, v, y]; }",
    "function a(b = c) { var c; }",
    "const d = (e = () => f) => { let f = 1; function g() {} return [e, g]; };",
    "try { h; } catch { i; } try {} catch ({ message: j }) { j; k; } finally { let l; }",
    "for (const m of n) m; for (o of p) o; for (let q in r) q; for (const s = t; s < u; v++) {} m; q;",
    "for (const [w, x] of Object.entries(y)) w + x; for ({ a: z.b } of c) ; for ([d, ...e] of f) ;",
    "switch (g) { case h: let i = 1; case i: { var j; } default: k; } i; j;",
    "l = 1; { let l; l = 2; } m++; --n; o += 1; [p, q.r, s = t] = u; ({ v: w, x: y.z = a } = b);",
    "c: for (;;) { break c; } ({ d, e: f, [g]: h, i() { return j; }, get k() { return this.l; }, ...m });",
    "{ function n() {} var o; } n(); o; function p(q) { { let q = 1; q; } return q; }",
    "async () => { await r; for await (const s of t) s; }; function* u() { yield* v; }",
    "`${w}${x`y`}`; a?.b?.[c]; typeof d; delete e.f; undefined; new (class {})(g);",
  ])("agrees with eslint-scope on %j", (code) => {
    const program = parsed(code);
    expect(ours(program)).toEqual(byEslint(program));
  });

  const folder = new URL("../../src/notebook/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  it("agrees with eslint-scope on every file of this folder", () => {
    expect(files.length).toBeGreaterThan(80);
    for (const file of files) {
      const stripped = stripTypes(readFileSync(new URL(file, folder), "utf8"));
      if ("error" in stripped) continue; // a declaration alone
      // Exports, which no cell may have, make uses of names that nobody uses.
      const program = parsed(
        stripped.code
          .replace(/^export (?:\{[^}]*\}|\*)[^;]*;/gm, "")
          .replace(/^export default /gm, "void ")
          .replace(/^export /gm, ""),
      );
      expect([file, ours(program)]).toEqual([file, byEslint(program)]);
    }
  });
});
