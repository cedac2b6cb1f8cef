/** @file States of a run as bytes: a header that can be read, then all numbers, with a sum over both that tells a damaged file. */
import { createTinyNetwork, routerNames, tinyParameters, trainedParameters } from "./network.ts";
import type { TinyState } from "./run.ts";
import { completeTiny, tinyConfig, type TinySettings } from "./settings.ts";

/** Why a file is no state. */
export type TinyStateFault = "not a state" | "version" | "settings" | "length" | "damaged";

/** A RangeError, since it is the file of a reader that is refused. */
export class TinyStateError extends RangeError {
  override name = "TinyStateError";
  kind: TinyStateFault;
  constructor(kind: TinyStateFault, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** "TinyV3", and the version of the format. */
const magic = Uint8Array.of(0x54, 0x69, 0x6e, 0x79, 0x56, 0x33);
const version = 1;
/** Magic, version, a zero, length of the header, sum. */
const preambleBytes = 16;

type Header = Pick<TinyState, "settings" | "stepsDone" | "diverged" | "momentPowers">;

/** The state as a file: 16 bytes of preamble, a header in JSON, parameters and moments as float32 and biases as float64, all little-endian. */
export function writeTinyState(state: TinyState): Uint8Array {
  const { settings, stepsDone, diverged, momentPowers } = state;
  const header = new TextEncoder().encode(
    JSON.stringify({ settings, stepsDone, diverged, momentPowers } satisfies Header),
  );
  const singles = [...state.parameters, ...state.firstMoments, ...state.secondMoments];
  const count = (arrays: readonly ArrayLike<number>[]): number => arrays.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(preambleBytes + header.length + 4 * count(singles) + 8 * count(state.biases));
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint8(magic.length, version);
  view.setUint32(8, header.length, true);
  bytes.set(header, preambleBytes);
  let at = preambleBytes + header.length;
  for (const values of singles) for (let i = 0; i < values.length; i++, at += 4) view.setFloat32(at, values[i], true);
  for (const values of state.biases)
    for (let i = 0; i < values.length; i++, at += 8) view.setFloat64(at, values[i], true);
  view.setUint32(12, sumOf(bytes.subarray(preambleBytes)), true);
  return bytes;
}

/**
 * The state of a file.
 *
 * @throws TinyStateError if the file is of something else, of another version, cut, damaged, or has settings that are not allowed
 */
export function readTinyState(bytes: Uint8Array): TinyState {
  if (bytes.length < preambleBytes || magic.some((byte, i) => bytes[i] !== byte))
    throw new TinyStateError("not a state", "The file is not a saved state of a tiny V3.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint8(magic.length) !== version)
    throw new TinyStateError(
      "version",
      `The file is of version ${view.getUint8(magic.length)}; this page reads version ${version}.`,
    );
  const headerEnd = preambleBytes + view.getUint32(8, true);
  if (headerEnd > bytes.length)
    throw new TinyStateError("length", `The file ends within its header: it has ${bytes.length} bytes.`);
  if (view.getUint32(12, true) !== sumOf(bytes.subarray(preambleBytes)))
    throw new TinyStateError("damaged", "The file was cut or changed: its check sum is another one.");
  const header = headerOf(bytes.subarray(preambleBytes, headerEnd));
  const config = tinyConfig(header.settings);
  const routers = routerNames(config);
  // Counted before anything is made: a header may ask for more than there is memory.
  const expected = headerEnd + 4 * 3 * trainedParameters(config) + 8 * routers.length * header.settings.routedExperts;
  if (bytes.length !== expected)
    throw new TinyStateError(
      "length",
      `The file has ${bytes.length} bytes; a state with its settings has ${expected}.`,
    );
  const shapes = tinyParameters(createTinyNetwork(config, { seed: 0 })).map(({ values }) => values.length);
  let at = headerEnd;
  const singles = (): Float32Array[] =>
    shapes.map((length) => Float32Array.from({ length }, () => finite(view.getFloat32((at += 4) - 4, true), header)));
  const [ofParameters, firstMoments, secondMoments] = [singles(), singles(), singles()];
  const biases = routers.map(() =>
    Float64Array.from({ length: header.settings.routedExperts }, () =>
      finite(view.getFloat64((at += 8) - 8, true), header),
    ),
  );
  return { ...header, parameters: ofParameters, firstMoments, secondMoments, biases };
}

function headerOf(bytes: Uint8Array): Header {
  try {
    const { settings, stepsDone, diverged, momentPowers } = JSON.parse(new TextDecoder().decode(bytes)) as Header;
    const complete: TinySettings = completeTiny(settings);
    const isWhole = Number.isInteger(stepsDone) && stepsDone >= 0 && stepsDone <= complete.steps;
    const hasPowers =
      Array.isArray(momentPowers) &&
      momentPowers.length === 2 &&
      momentPowers.every((power) => power >= 0 && power <= 1);
    if (!isWhole || !hasPowers || (diverged !== null && typeof diverged !== "string"))
      throw new RangeError("its steps or powers are not allowed");
    return { settings: complete, stepsDone, diverged, momentPowers: [momentPowers[0], momentPowers[1]] };
  } catch (error) {
    throw new TinyStateError("settings", `The header of the file cannot be used: ${(error as Error).message}.`);
  }
}

function finite(value: number, { diverged }: Header): number {
  if (!Number.isFinite(value) && diverged === null)
    throw new TinyStateError("damaged", "The file holds a number that is none, though its run did not diverge.");
  return value;
}

/** FNV-1a, 32 bits. */
export function sumOf(bytes: Uint8Array): number {
  let sum = 0x811c_9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x0100_0193);
  return sum >>> 0;
}
