import {
  deepseekV3,
  layerAsChunks,
  overlapBySms,
  overlapChunks,
  traceAsChunks,
  traceIntervals,
  v3Layout,
} from "v3-companion/compute";

const parameters = {
  times: "trace",
  communicationSms: 20,
  link: 0.5,
  smsToFillLink: 20,
  layers: 4,
  barriers: true,
} as const;

const compute = ({ times, communicationSms, link, smsToFillLink, layers, barriers }: typeof parameters) => {
  const given = times === "trace" ? traceAsChunks() : layerAsChunks(deepseekV3, v3Layout);
  const options = {
    ...given,
    communicationSms,
    smsToFillLink,
    layers,
    barriers,
    bytesPerSecond: link * given.bytesPerSecond,
  };
  const run = overlapChunks(options);
  return {
    run,
    drawn: { lane: run.lane, start: run.start, end: run.end, kind: run.part },
    splits: overlapBySms(options),
    real: { ...traceIntervals(), kind: traceIntervals().part },
  };
};

globalThis.print(compute(parameters));
