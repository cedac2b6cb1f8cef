import { castTrips, tracedComputeUs } from "v3-companion/compute";

const parameters = {
  withWrite: false,
  withScales: false,
  tokens: 32768,
  width: 7168,
  bytesPerSecond: 3000000000000,
} as const;

const compute = ({ withWrite, withScales, tokens, width, bytesPerSecond }: typeof parameters) => {
  const perScale = withScales ? 4 / 128 : 0;
  const ways = castTrips.map(({ id, what, trips }) => {
    const steps = [
      ...(withWrite && !id.startsWith("transposed") ? [{ what: "write BF16", bytes: 2 }] : []),
      ...trips.map((trip) => ({ what: trip.what, bytes: trip.bytes === 1 ? 1 + perScale : trip.bytes })),
    ];
    const bytesPerValue = steps.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      id,
      what,
      steps,
      bytesPerValue,
      bytes: bytesPerValue * tokens * width,
      seconds: (bytesPerValue * tokens * width) / bytesPerSecond,
    };
  });
  return {
    ways,
    castShare: tracedComputeUs.cast / tracedComputeUs.all,
    transposeShare: tracedComputeUs.transpose / tracedComputeUs.all,
  };
};

globalThis.print(compute(parameters));
