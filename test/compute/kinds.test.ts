/**
 * Typed arrays of the wrong kind: wherever a function's sample has whole numbers, doubles of the same values are refused by the
 * array's name, and so are plain arrays wherever it has numbers. Otherwise what is too large or no integer would slip through.
 */
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { samples } from "../../src/components/api/samples.ts";
import { finish } from "./junk.ts";

type Name = keyof typeof samples;
type Numbers = Float32Array | Float64Array | Int32Array;

/** Places whose numbers are only read: what kind of array has them does not matter. */
const anyNumbers: ReadonlySet<string> = new Set(
  Object.entries({
    affinities: "0",
    allToAllTime: "0.ibOfNodes 0.slotsOfGpu",
    balanceGradient: "0",
    balanceTerms: "0",
    batchBalanceLoss: "0",
    biasChange: "0",
    brokenRoute: "0",
    crossDocumentShare: "0.documentOfPiece 0.lengthOfPiece 0.sequenceOfPiece 0.startOfPiece",
    cutIntoStages: "0",
    decodeArray: "1",
    decodeBytePairs: "1.merges",
    dequantize: "0.codes 0.scaleOfValue 0.scales",
    droppedShare: "0",
    dynamicRouting: "1.expertOfReplica 1.rankOfReplica 1.replicasOfExpert",
    encodeArray: "1",
    encodeBytePairs: "1.merges",
    encodeTiles: "0",
    encodedProduct: "0 1",
    errorByMagnitude: "0.original 0.restored",
    errorByPlace: "0.original 0.restored",
    errorMetrics: "0.original 0.restored",
    errorOfLargest: "0.original 0.restored",
    gateDeparture: "0.gateOfSlot 1.gateOfSlot",
    gpuLoads: "1.expertOfReplica 1.rankOfReplica 1.replicasOfExpert",
    loadImbalance: "0",
    movedReplicas: "0.rankOfReplica 0.replicasOfExpert 1.rankOfReplica 1.replicasOfExpert",
    nodeLimitEffect: "0",
    operationSlack: "1.busyOfRank 1.idleOfRank 1.peakActivationsOfRank",
    pipelineIntervals: "1.busyOfRank 1.idleOfRank 1.peakActivationsOfRank",
    placeUnit: "2",
    quantize: "0",
    quantizeTwoLevel: "0",
    replicaPlaces: "0.expertOfReplica 0.rankOfReplica 0.replicasOfExpert",
    route: "0",
    routerSymptoms: "0",
    sequenceBalanceLoss: "0",
    traceToken: "0",
  } satisfies Partial<Record<Name, string>>).flatMap(([name, places]) =>
    places.split(" ").map((place) => `${name} ${place}`),
  ),
);

/** Paths of all typed arrays in a value. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (ArrayBuffer.isView(value)) return [[...path]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => (part as Record<string, unknown>)[key], value);
}

/** A copy with one place replaced. */
function withValue(part: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(part)) return part.map((old, i) => (i === Number(key) ? withValue(old, rest, value) : old));
  const object = part as Record<string, unknown>;
  return { ...object, [key]: withValue(object[key], rest, value) };
}

const places = (Object.keys(samples) as Name[]).flatMap((name) =>
  pathsOf(samples[name]()).map((path) => [name, path.join(".")] as const),
);

describe.each(places)("%s: %s", (name, place) => {
  const call = compute[name] as (...args: unknown[]) => unknown;
  const path = place.split(".");
  /** The result with another array in that place, or the message that refuses it. */
  const given = (other: (own: Numbers) => unknown): unknown => {
    const args = samples[name]();
    try {
      return finish(call(...(withValue(args, path, other(at(args, path) as Numbers)) as unknown[])));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const expectNone = (result: unknown): void => {
    // A place in the arguments has the parameter's name, a field its own.
    const key = /^\d+$/.test(path.at(-1)!) ? "\\w+" : path.at(-1)!;
    expect(result).toMatch(new RegExp(`^(?:[\\w.[\\]]+\\.)?${key} must be (?:of type|an?) .*Array`));
  };
  const own = at(samples[name](), path);
  if (anyNumbers.has(`${name} ${place}`)) {
    it("takes any array of numbers, and gives the same for it", () => {
      expect(given((numbers) => Array.from(numbers))).toEqual(given((numbers) => numbers));
    });
    return;
  }
  it("takes no plain array", () => {
    expectNone(given((numbers) => Array.from(numbers)));
  });
  if (own instanceof Float32Array || own instanceof Float64Array) return;
  it("takes no doubles", () => {
    expectNone(given((numbers) => Float64Array.from(numbers)));
  });
});
