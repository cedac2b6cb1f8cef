/** Runs that are watched, and their file. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  readTinyCourses,
  tinyCourse,
  tinyMoments,
  tinyRun,
  TinyStateError,
  writeTinyCourses,
  writeTinyState,
  type KeptCourse,
  type TinySettings,
} from "../../../src/lab/index.ts";
import { sumOf } from "../../../src/lab/tiny/state.ts";

const small: Partial<TinySettings> = {
  steps: 60,
  batch: 4,
  sequenceLength: 8,
  hiddenDim: 8,
  denseDim: 4,
  attentionHeads: 2,
  kvLoraRank: 2,
  qLoraRank: 2,
  nopeHeadDim: 2,
  ropeHeadDim: 2,
  valueHeadDim: 2,
  expertDim: 2,
};
const losses = (settings: Partial<TinySettings> = {}): number[] =>
  [...tinyRun({ ...small, ...settings })].map(({ loss }) => loss);

describe("tinyCourse(from)", () => {
  it("keeps its steps, and a state after each 25th to go back to, from where the run is the same bit for bit", () => {
    const course = tinyCourse({ name: "Unchanged", settings: small });
    while (!course.run.done) course.step();
    course.step(); // one more than there are changes nothing
    expect(course.snapshots.map(({ loss }) => loss)).toEqual(losses());
    // By hand: states after 0, 25 and 50 steps, and of the run as it stands, after 60.
    const at = [0, 24, 25, 49, 59, 60, 1000].map((steps) => course.keptAt(steps).state.stepsDone);
    expect(at).toEqual([0, 0, 25, 25, 50, 60, 60]);
    const again = tinyCourse(course.keptAt(30));
    expect(again.snapshots).toHaveLength(25);
    while (!again.run.done) again.step();
    expect(again.snapshots).toEqual(course.snapshots);
  });
  it("goes back of a run that was gone back to", () => {
    const course = tinyCourse({ name: "Unchanged", settings: small });
    for (let i = 0; i < 30; i++) course.step();
    const again = tinyCourse(course.keptAt(30));
    again.step();
    expect(again.keptAt(30).state.stepsDone).toBe(30);
  });
});

describe("writeTinyCourses(courses, origin), readTinyCourses(bytes)", () => {
  let kept: KeptCourse[];
  let bytes: Uint8Array;
  beforeAll(() => {
    const courses = [
      { name: "Unchanged", settings: small },
      { name: "Eight bits, no module", settings: { ...small, recipe: "FP8 fine-grained", mtpDepth: 0 } as const },
      { name: "Broken", settings: { ...small, learningRate: 1e30, clipNorm: 0, warmupSteps: 0 } },
      { name: "Own text", settings: { ...small, text: "a text of one's own", limitedGroups: 1, expertGroups: 4 } },
    ].map(tinyCourse);
    for (const course of courses) for (let i = 0; i < 7; i++) course.step();
    expect(courses[2].run.diverged).not.toBeNull();
    kept = courses.map((course) => course.keptAt(7));
    bytes = writeTinyCourses(kept, [{ name: "Address", text: "https://example.org/" }]);
  });
  const faultOf = (damaged: Uint8Array): string => {
    try {
      readTinyCourses(damaged);
      return "none";
    } catch (error) {
      expect(error).toBeInstanceOf(TinyStateError);
      expect(error).toBeInstanceOf(RangeError); // what the kit says to a reader
      return (error as TinyStateError).kind;
    }
  };
  const changed = (at: number, value: number): Uint8Array =>
    Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));
  /** The file with another header, and the sum of that. */
  const withHeader = (text: string): Uint8Array => {
    const header = new TextEncoder().encode(text);
    const view = new DataView(bytes.buffer);
    const rest = bytes.subarray(20 + view.getUint32(12, true));
    const file = new Uint8Array(20 + header.length + rest.length);
    file.set(bytes.subarray(0, 20));
    file.set(header, 20);
    file.set(rest, 20 + header.length);
    new DataView(file.buffer).setUint32(12, header.length, true);
    new DataView(file.buffer).setUint32(16, sumOf(file.subarray(20)), true);
    return file;
  };

  it("give the runs back, with all that their steps said, and they go on bit for bit", () => {
    expect(readTinyCourses(bytes)).toEqual(kept);
    const again = tinyCourse(readTinyCourses(bytes)[0]);
    while (!again.run.done) again.step();
    expect(again.snapshots.map(({ loss }) => loss)).toEqual(losses());
    expect(tinyMoments(again.snapshots).map(({ loss }) => loss)).toEqual(losses());
  });
  it("say where the file comes from, in letters", () => {
    expect(new TextDecoder().decode(bytes)).toContain("https://example.org/");
  });
  it("say why a file is none", () => {
    expect(faultOf(new Uint8Array())).toBe("not a state");
    expect(faultOf(new TextEncoder().encode("a text that somebody has renamed"))).toBe("not a state");
    expect(faultOf(writeTinyState(kept[0].state))).toBe("not a state");
    expect(faultOf(changed(8, 2))).toBe("version");
    expect(faultOf(bytes.subarray(0, 60))).toBe("length");
    for (const length of [bytes.length - 1, bytes.length >> 1])
      expect(faultOf(bytes.subarray(0, length))).toBe("damaged");
    for (const at of [25, bytes.length >> 1, bytes.length - 1])
      expect(faultOf(changed(at, bytes[at] ^ 1))).toBe("damaged");
  });
  it("check what the header says even where the sum is right", () => {
    const stateBytes = writeTinyState(kept[0].state).length;
    expect(faultOf(withHeader("{"))).toBe("settings");
    expect(faultOf(withHeader('{"runs":[]}'))).toBe("settings");
    expect(faultOf(withHeader('{"runs":[{"name":1,"stateBytes":3}]}'))).toBe("settings");
    expect(faultOf(withHeader('{"runs":[{"name":"a","stateBytes":3}]}'))).toBe("not a state");
    expect(faultOf(withHeader('{"runs":[{"name":"a","stateBytes":1000000000}]}'))).toBe("length");
    expect(faultOf(withHeader(`{"runs":[{"name":"a","stateBytes":${stateBytes}}]}`))).toBe("length"); // three runs are left over
  });
  it("refuse sizes for which there is no memory, before anything is made", () => {
    const { state } = kept[0];
    const huge = { ...state.settings, hiddenDim: 512, layers: 16, routedExperts: 64, expertDim: 512 };
    expect(faultOf(writeTinyCourses([{ ...kept[0], state: { ...state, settings: huge } }]))).toBe("length");
  });
});
