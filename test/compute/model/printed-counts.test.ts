import { describe, expect, it } from "vitest";
import { printedCounts } from "../../../src/compute/index.ts";

/**
 * By hand from the counts that `parameters.test.ts` pins: each printed number, with what its readings round to at its
 * last digit. A reading agrees where that is what is printed.
 */
const expected: readonly [what: string, printed: string, readings: [count: number, agrees: boolean][]][] = [
  ["DeepSeek-V3, all parameters", "671B", [[671_026_419_200, true]]],
  [
    "DeepSeek-V3, activated",
    "37B",
    [
      [35_698_939_392, false],
      [36_625_618_432, true],
      [37_552_297_472, false],
    ],
  ], // 36, 37, 38
  [
    "DeepSeek-V3, activated, “including embedding and head”",
    "36.7B",
    [
      [35_698_939_392, false],
      [36_625_618_432, false],
      [37_552_297_472, false],
    ],
  ], // 35.7, 36.6, 37.6
  [
    "DeepSeek-V3, activated, “including 0.9B for the output Head”",
    "36.6B",
    [
      [35_698_939_392, false],
      [36_625_618_432, true],
      [37_552_297_472, false],
    ],
  ],
  [
    "Prediction module, of its own",
    "11.5B",
    [
      [11_610_068_224, false],
      [11_507_307_776, true],
    ],
  ], // 11.6, 11.5
  [
    "Prediction module, activated",
    "2.4B",
    [
      [2_541_458_688, false],
      [2_438_698_240, true],
    ],
  ], // 2.5, 2.4
  [
    "Prediction module, activated, “including 0.9B for the output Head”",
    "1.5B",
    [
      [1_614_779_648, false],
      [1_512_019_200, true],
    ],
  ], // less 926,679,040 each: 1.6, 1.5
  [
    "Prediction module, as downloaded",
    "14B",
    [
      [11_610_068_224, false],
      [13_463_426_304, false],
    ],
  ], // 12, 13
  ["DeepSeek-V2, all parameters", "236B", [[235_741_434_880, true]]],
  [
    "DeepSeek-V2, activated",
    "21B",
    [
      [20_327_224_320, false],
      [20_851_512_320, true],
      [21_375_800_320, true],
    ],
  ], // 20, 21, 21
  ["DeepSeek-V2-Lite, all parameters", "15.7B", [[15_706_484_224, true]]],
  [
    "DeepSeek-V2-Lite, activated",
    "2.4B",
    [
      [2_241_719_808, false],
      [2_451_435_008, false],
      [2_661_150_208, false],
    ],
  ], // 2.2, 2.5, 2.7
];

describe("printedCounts()", () => {
  const counts = printedCounts();

  it.each(expected)("%s, %s", (what, printed, readings) => {
    const count = counts.find((candidate) => candidate.what === what)!;
    expect(count.printed).toBe(printed);
    expect(count.readings.map((reading) => [reading.count, reading.agrees])).toEqual(readings);
  });

  // By hand: 671,026,419,200 + 11,610,068,224 = 682,636,487,424 (683); + 1,853,358,080 = 684,489,845,504 (684); + scales (685).
  // By reference, the last: the sum over the headers of the released files, 680,571,043,840 values in FP8, 3,918,786,560 in BF16
  // and 41,555,600 in FP32 (scales, and router biases), as several public copies of their metadata repeat.
  it("DeepSeek-V3, as downloaded, 685B: only with shared parts twice and the scales", () => {
    const { printed, readings } = counts.find(({ what }) => what === "DeepSeek-V3, as downloaded")!;
    expect(printed).toBe("685B");
    expect(readings.map(({ agrees }) => agrees)).toEqual([false, false, true]);
    expect(readings[0].count).toBe(682_636_487_424);
    expect(readings[1].count).toBe(684_489_845_504);
    expect(readings[2].count).toBe(680_571_043_840 + 3_918_786_560 + 41_555_600);
  });

  it.each(counts)("$what is tested here, and sourced", ({ what, source }) => {
    expect([...expected.map(([name]) => name), "DeepSeek-V3, as downloaded"]).toContain(what);
    expect(source).not.toBe("");
  });
});
