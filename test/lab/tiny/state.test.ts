import { beforeAll, describe, expect, it } from "vitest";
import {
  createTinyRun,
  readTinyState,
  tinyRun,
  writeTinyState,
  type TinySettings,
  type TinyState,
  type TinyStateFault,
} from "../../../src/lab/index.ts";

const small: Partial<TinySettings> = {
  steps: 4,
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
let state: TinyState;
let bytes: Uint8Array;

beforeAll(() => {
  const run = createTinyRun(small);
  run.step();
  run.step();
  state = run.save();
  bytes = writeTinyState(state);
});

function fault(damaged: Uint8Array): TinyStateFault | null {
  try {
    readTinyState(damaged);
    return null;
  } catch (error) {
    return (error as { kind: TinyStateFault }).kind;
  }
}

const changed = (at: number, value: number): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));

describe("writeTinyState(state), readTinyState(bytes)", () => {
  it("give the state back, and the run goes on from it bit for bit", () => {
    expect(readTinyState(bytes)).toEqual(state);
    const losses = [...tinyRun(small)].map(({ loss }) => loss);
    expect([...tinyRun(small, readTinyState(bytes))].map(({ loss }) => loss)).toEqual(losses.slice(2));
  });
  it("say why a file is none", () => {
    expect(fault(new Uint8Array())).toBe("not a state");
    expect(fault(changed(0, 65))).toBe("not a state");
    expect(fault(changed(6, 9))).toBe("version");
    expect(fault(bytes.subarray(0, 40))).toBe("length");
    expect(fault(bytes.subarray(0, bytes.length - 8))).toBe("damaged");
    for (const at of [20, 200, bytes.length - 1]) expect(fault(changed(at, bytes[at] ^ 1))).toBe("damaged");
  });
  it("check what the header says even where the sum is right", () => {
    expect(fault(writeTinyState({ ...state, settings: { ...state.settings, hiddenDim: 0 } }))).toBe("settings");
    expect(fault(writeTinyState({ ...state, stepsDone: 5 }))).toBe("settings");
    expect(fault(writeTinyState({ ...state, settings: { ...state.settings, hiddenDim: 16 } }))).toBe("length");
    expect(
      fault(writeTinyState({ ...state, biases: [Float64Array.of(NaN, 0, 0, 0, 0, 0, 0, 0), state.biases[1]] })),
    ).toBe("damaged");
  });
  it("are refused by a run of other sizes", () => {
    expect(() => createTinyRun({ ...small, expertDim: 4 }).restore(state)).toThrow(
      /^state\.parameters must have the sizes of this run's/,
    );
  });
});
