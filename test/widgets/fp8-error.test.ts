/** Numbers of the reader's own are one row, however many there are. */
import { expect, it } from "vitest";
import { renderPreset } from "../../src/kit/shell/static.tsx";
import fp8Error from "../../src/widgets/fp8-error.tsx";

it.each([3, 128, 200])("fp8-error: draws %d own numbers by place in one row", async (count) => {
  const given = Array.from({ length: count }, (_, i) => 1 + i / 10);
  const presets = { "As published": {}, own: { values: "given", look: "place", given } } as const;
  const { view, result } = await renderPreset({ ...fp8Error, presets }, "own");
  expect((result as { places: number[] }).places).toHaveLength(count);
  expect(view).toContain("your numbers, one by one");
});
