/** Plans for lessons: as long as they say, with places that exist, for every chapter. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { anchorOf, courseFileSchema, type Plan } from "../../src/components/course/plan.ts";

const plans = readdirSync("content/course").map((name) => [name, courseFileSchema.parse(parse(readFileSync(`content/course/${name}`, "utf8")))] as const);
const all = plans.flatMap(([, file]) => Object.entries(file));
const chapters = new Map(readdirSync("content/chapters").filter((name) => name.endsWith(".mdx")).map((name) => {
  const text = readFileSync(`content/chapters/${name}`, "utf8");
  return [/^number: "(.*)"$/m.exec(text)![1], text] as const;
}));

describe("the plans for lessons", () => {
  it("are of every chapter, once, and of none that nobody plans", () => {
    const numbers = all.map(([number]) => number);
    const planned = (parse(readFileSync("content/contents.yaml", "utf8")) as { id: string }[]).map(({ id }) => id);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !planned.includes(number))).toEqual([]);
    expect([...chapters.keys()].filter((number) => !numbers.includes(number))).toEqual([]);
  });
  it.each(all.filter(([number]) => chapters.has(number)))("of chapter %s lead to places of it", (number, { short, long }) => {
    for (const { at } of [...short, ...long]) if (at) expect(anchorOf(at, chapters.get(number)!)).toMatch(/^[a-z0-9-]+$/);
  });
  it("must add up", () => {
    const [, { short, long, discuss }] = all[0] as [string, Plan];
    expect(courseFileSchema.safeParse({ 1: { short: short.slice(1), long, discuss } }).success).toBe(false);
    expect(courseFileSchema.safeParse({ 1: { short, long, discuss } }).success).toBe(true);
  });
});

describe("anchorOf(at, body)", () => {
  const body = `<Figure of="a-b" as="mine" /> <Exercise kind="choice" id="why"> <Predict figure="a-b" unit="%">`;
  it("tells figures, exercises and guesses apart", () => {
    expect(["mine", "why", "predict-a-b"].map((at) => anchorOf(at, body))).toEqual(["mine", "exercise-why", "predict-a-b"]);
    expect(() => anchorOf("nothing", body)).toThrow(/no figure, exercise or guess "nothing"/);
  });
});
