import { errorMetrics, type Experiment, quantizationExperiment } from "v3-companion/compute";

const parameters = {
  values: "channels",
  given: [0.1, -0.25, 3.14159, 448, 480, 0.001, -0.0009765625, 17],
  format: "e4m3",
  granularity: "tensor",
  groupSize: 128,
  look: "format",
  spread: 1,
  outlierFactor: 10000,
  powerOfTwoScales: false,
  seed: 1,
} as const;

/** Formats that V3 has or could have had, side by side. */
const compared = ["e4m3", "e5m2", "e5m6"];

/** Tokens and groups of channels of a sample; numbers given are one row, each a group. */
const sampleRows = 128;

const neighbors = 32;

/** Mean relative error of each group of neighbors, row by row. */
function errorOfPlaces({ original, quantized }: Experiment): number[] {
  const width = original.length % (sampleRows * neighbors) === 0 ? neighbors : 1;
  return Array.from(
    { length: original.length / width },
    (_, place) =>
      errorMetrics({
        original: original.subarray(place * width, (place + 1) * width),
        restored: quantized.values.subarray(place * width, (place + 1) * width),
      }).meanRelative,
  );
}

const compute = ({ look, ...values }: typeof parameters) => {
  const experiment = quantizationExperiment(values);
  const formats = look === "format" ? compared.map((format) => quantizationExperiment({ ...values, format })) : [];
  return {
    ...experiment,
    places: look === "place" ? errorOfPlaces(experiment) : [],
    formats: formats.map(({ format, metrics }) => ({
      name: format.name,
      mean: metrics.meanRelative,
      lost: metrics.underflowedShare,
    })),
  };
};

globalThis.print(compute(parameters));
