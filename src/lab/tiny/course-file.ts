/** @file Runs with their steps as one file: a header that can be read, then of each run its state and a table of its steps. */
import { maxViolation } from "../../compute/index.ts";
import type { KeptCourse } from "./course.ts";
import { routerNames } from "./network.ts";
import { gateBins, type TinyRouter } from "./router-report.ts";
import type { TinySnapshot } from "./run.ts";
import { tinyConfig, tinyFlopPerStep, type TinySettings } from "./settings.ts";
import { readTinyState, sumOf, TinyStateError, writeTinyState } from "./state.ts";
import { domainsOf } from "./text.ts";

/** "TinyRuns", and the version of the format. */
const magic = Uint8Array.of(0x54, 0x69, 0x6e, 0x79, 0x52, 0x75, 0x6e, 0x73);
const version = 1;
/** Magic, version, three zeros, length of the header, sum. */
const preambleBytes = 20;
const mostRuns = 4;
const mostName = 80;

type Header = {
  /** Where the file comes from, for whoever looks into it. */
  origin: readonly { name: string; text: string }[];
  runs: readonly { name: string; stateBytes: number }[];
};

/**
 * The file of some runs.
 *
 * @param origin  lines that say where it comes from
 */
export function writeTinyCourses(courses: readonly KeptCourse[], origin: Header["origin"] = []): Uint8Array {
  const states = courses.map(({ state }) => writeTinyState(state));
  const tables = courses.map(({ state, snapshots }) => writeSteps(snapshots, state.settings));
  const header = new TextEncoder().encode(
    JSON.stringify({
      origin,
      runs: courses.map(({ name }, i) => ({ name, stateBytes: states[i].length })),
    } satisfies Header),
  );
  const parts = [header, ...courses.flatMap((_, i) => [states[i], tables[i]])];
  const bytes = new Uint8Array(preambleBytes + parts.reduce((sum, { length }) => sum + length, 0));
  bytes.set(magic);
  let at = preambleBytes;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint8(magic.length, version);
  view.setUint32(12, header.length, true);
  view.setUint32(16, sumOf(bytes.subarray(preambleBytes)), true);
  return bytes;
}

/**
 * The runs of a file.
 *
 * @throws TinyStateError if the file is of something else, of another version, cut or damaged, or has settings that are
 *   not allowed
 */
export function readTinyCourses(bytes: Uint8Array): KeptCourse[] {
  if (bytes.length < preambleBytes || magic.some((byte, i) => bytes[i] !== byte))
    throw new TinyStateError("not a state", "The file holds no runs of a tiny V3.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = view.getUint8(magic.length);
  if (found !== version)
    throw new TinyStateError("version", `The file is of version ${found}; this page reads version ${version}.`);
  const headerEnd = preambleBytes + view.getUint32(12, true);
  if (headerEnd > bytes.length)
    throw new TinyStateError("length", `The file ends within its header: it has ${bytes.length} bytes.`);
  if (view.getUint32(16, true) !== sumOf(bytes.subarray(preambleBytes)))
    throw new TinyStateError("damaged", "The file was cut or changed: its check sum is another one.");
  let at = headerEnd;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length)
      throw new TinyStateError("length", `The file has ${bytes.length} bytes, fewer than its runs need.`);
    return bytes.subarray(at, (at += length));
  };
  const courses = runsOf(bytes.subarray(preambleBytes, headerEnd)).map(({ name, stateBytes }) => {
    const state = readTinyState(take(stateBytes));
    const { settings, stepsDone } = state;
    return { name, state, snapshots: readSteps(take(8 * stepsDone * widthOf(settings)), stepsDone, settings) };
  });
  if (at !== bytes.length)
    throw new TinyStateError("length", `The file has ${bytes.length} bytes, more than its runs need.`);
  return courses;
}

function runsOf(bytes: Uint8Array): Header["runs"] {
  try {
    const { runs } = JSON.parse(new TextDecoder().decode(bytes)) as Header;
    if (!Array.isArray(runs) || runs.length === 0 || runs.length > mostRuns)
      throw new RangeError(`it must list 1 to ${mostRuns} runs`);
    for (const { name, stateBytes } of runs as Header["runs"])
      if (typeof name !== "string" || name.length > mostName || !Number.isSafeInteger(stateBytes) || stateBytes < 0)
        throw new RangeError("a run of it has no name or no length");
    return runs;
  } catch (error) {
    throw new TinyStateError("settings", `The header of the file cannot be used: ${(error as Error).message}.`);
  }
}

const measured = ["input", "weight", "output gradient"] as const;

/** Numbers of a row; what there is none of is NaN: a module, eight bits, routers of a step that did not come so far. */
function widthOf(settings: TinySettings): number {
  const domains = domainsOf(settings).length;
  const ofRouter = (domains + 1) * settings.routedExperts + gateBins + 1;
  return 5 + domains + routerNames(tinyConfig(settings)).length * ofRouter + 2 * measured.length;
}

/** [steps × width], float64, little-endian. */
function writeSteps(snapshots: readonly TinySnapshot[], settings: TinySettings): Uint8Array {
  const width = widthOf(settings);
  const bytes = new Uint8Array(8 * snapshots.length * width);
  const view = new DataView(bytes.buffer);
  const names = routerNames(tinyConfig(settings));
  const ofRouter = (domainsOf(settings).length + 1) * settings.routedExperts + gateBins + 1;
  const none = (length: number): number[] => Array.from({ length }, () => NaN);
  snapshots.forEach((snapshot, row) => {
    const { learningRate, loss, mtpLoss, balanceLoss, gradientNorm, lossOfDomain, routers, precision } = snapshot;
    const values = [
      learningRate,
      loss,
      mtpLoss ?? NaN,
      balanceLoss,
      gradientNorm,
      ...lossOfDomain,
      ...names.flatMap((_, i) => (routers[i] ? routerNumbers(routers[i]) : none(ofRouter))),
      ...measured.flatMap((_, i) => (precision ? [precision[i].underflow, precision[i].relativeError] : none(2))),
    ];
    values.forEach((value, i) => view.setFloat64(8 * (row * width + i), value, true));
  });
  return bytes;
}

const routerNumbers = ({ tokensOfDomainAndExpert, bias, gateHistogram, blockedExperts }: TinyRouter): number[] => [
  ...tokensOfDomainAndExpert,
  ...bias,
  ...gateHistogram,
  blockedExperts,
];

function readSteps(bytes: Uint8Array, steps: number, settings: TinySettings): TinySnapshot[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const width = widthOf(settings);
  const { batch, sequenceLength, routedExperts, mtpDepth } = settings;
  const domains = domainsOf(settings).length;
  const flop = tinyFlopPerStep(settings);
  const names = routerNames(tinyConfig(settings));
  return Array.from({ length: steps }, (_, step): TinySnapshot => {
    let at = 8 * step * width;
    const next = (): number => view.getFloat64((at += 8) - 8, true);
    const several = (length: number): number[] => Array.from({ length }, next);
    const [learningRate, loss, mtpLoss, balanceLoss, gradientNorm] = several(5);
    const lossOfDomain = several(domains);
    const routers = names.flatMap((name): TinyRouter[] => {
      const loads = several(domains * routedExperts);
      const bias = Float64Array.from(several(routedExperts));
      const gateHistogram = Uint32Array.from(several(gateBins));
      const blockedExperts = next();
      if (Number.isNaN(loads[0])) return [];
      const tokensOfDomainAndExpert = Uint32Array.from(loads);
      const tokensOfExpert = sumsOfColumns(tokensOfDomainAndExpert, routedExperts);
      const violation = maxViolation(tokensOfExpert);
      return [
        { name, tokensOfExpert, tokensOfDomainAndExpert, maxViolation: violation, bias, gateHistogram, blockedExperts },
      ];
    });
    const precision = measured.map((tensor) => ({ tensor, underflow: next(), relativeError: next() }));
    return {
      step,
      tokens: (step + 1) * batch * sequenceLength,
      flop: (step + 1) * flop,
      learningRate,
      loss,
      mtpLoss: mtpDepth > 0 ? mtpLoss : null,
      balanceLoss,
      gradientNorm,
      lossOfDomain,
      routers,
      precision: Number.isNaN(precision[0].underflow) ? null : precision,
    };
  });
}

/** Tokens of each expert, from those by domain. */
function sumsOfColumns(table: Uint32Array, columns: number): Uint32Array {
  const sums = new Uint32Array(columns);
  table.forEach((value, i) => (sums[i % columns] += value));
  return sums;
}
