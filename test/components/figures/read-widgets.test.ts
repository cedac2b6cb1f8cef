import { afterEach, describe, expect, it, vi } from "vitest";
import { readWidgets } from "../../../src/components/figures/read-widgets.ts";
import { sample } from "../../kit/sample.tsx";

const files = {
  "../../widgets/broken.tsx": () => Promise.reject(new RangeError("broken: when of k must name parameters (got falg)")),
  "../../widgets/other.tsx": async () => sample,
  "../../widgets/sample.tsx": async () => sample,
};
const inBroken = "src/widgets/broken.tsx: broken: when of k must name parameters (got falg)";

afterEach(() => void vi.restoreAllMocks());

describe("readWidgets(files, isForgiving)", () => {
  it("fails at the first broken one, and says in which file", async () => {
    await expect(readWidgets(files, false)).rejects.toThrow(new Error(inBroken));
  });
  it("leaves broken ones out while somebody is writing, and says what is wrong with each", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const { sound, broken } = await readWidgets(files, true);
    expect(sound).toEqual([sample]);
    expect([...broken].map(([name, { message }]) => [name, message])).toEqual([
      ["broken", inBroken],
      ["other", 'src/widgets/other.tsx: id must be the file\'s name, "other" (got "sample")'],
    ]);
    expect(said).toHaveBeenCalledTimes(2);
  });
});
