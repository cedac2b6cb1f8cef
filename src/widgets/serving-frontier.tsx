/** @file Batch against latency in decode: a curve for each unit, with the published points. */
import {
  decodeServing,
  deepseekV3,
  deploymentUnit,
  publishedDay,
  publishedSpeedLimit,
  speedLimit,
  type DecodeSpeed,
} from "../compute/index.ts";
import { defineWidget, formatCount, formatNumber, number, Readout, toggle } from "../kit/index.ts";
import { ServingCurves, ServingCurvesLegend, unitNames } from "./drawings/serving-curves.tsx";
import { servingParams } from "./serving-params.ts";

const [least, most] = publishedDay.tokensPerSecondPerRequest;
const published = { speed: (least + most) / 2, node: publishedDay.outputTokensPerSecond };

export default defineWidget({
  id: "serving-frontier",
  title: "Speed for one, throughput for all",
  source: "§3.4.2",
  caption:
    "Each curve is one decode unit with ever more requests on a GPU, from the stages of a layer with rates measured on H800 and two micro-batches overlapped: a bound, with nothing fitted to the service. Solid where the caches fit into 80 GB. The cross is what the published day of service reached on average. The dashed line is the bound of arXiv:2505.09343, which knows the links alone, and only 32 tokens of a GPU at a time. With drafts, each step verifies two tokens of a request.",
  params: {
    context: servingParams.context,
    drafts: toggle({ label: "One drafted token", initial: false }),
    acceptance: number({
      label: "Drafts kept",
      range: [0, 1],
      step: 0.01,
      initial: 0.85,
      shown: "percent",
      when: { drafts: true },
    }),
    infiniband: servingParams.infiniband,
    way: { ...servingParams.way, secondary: true },
    imbalance: number({ label: "Experts’ imbalance", range: [1, 3], step: 0.05, initial: 1, secondary: true }),
    overhead: number({
      label: "Further time of a layer, for a micro-batch",
      range: [0, 1e-3],
      step: 5e-6,
      initial: 0,
      shown: "seconds",
      secondary: true,
      help: "Launching kernels, norms, whatever is not modeled.",
    }),
    price: number({
      mine: "usdPerGpuHour",
      label: "Price",
      unit: "$/GPU-hour",
      range: [0.1, 20],
      step: 0.1,
      initial: publishedDay.usdPerGpuHour,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "With drafts": { drafts: true },
    "NVLink everywhere": { infiniband: 900e9 },
    "Short contexts": { context: 512 },
    "Long contexts": { context: 32_768 },
    "Overhead that meets the day": { overhead: 175e-6 },
    "Links that meet the day": { infiniband: 20e9 },
  },
  compute: ({ context, drafts, acceptance, infiniband, way, imbalance, overhead, price }) => {
    const changed = {
      infinibandBytesPerSecond: infiniband,
      nvlinkBytesPerSecond: Math.max(infiniband, 160e9),
      expertImbalance: imbalance,
      layerOverhead: overhead,
    };
    const at = (unit: string, requestsPerGpu: number) =>
      decodeServing(
        deepseekV3,
        deploymentUnit(unit),
        { requestsPerGpu, context, way, acceptance: drafts ? acceptance : null, usdPerGpuHour: price },
        changed,
      );
    const curves = unitIds.map((id) => ({ id, points: steps.map((requests) => pointOf(requests, at(id, requests))) }));
    const inFlight = 88;
    return {
      curves,
      day: pointOf(inFlight, at("decode-overview", inFlight)),
      limit: speedLimit({
        ...publishedSpeedLimit.infiniband,
        bytesPerSecond: infiniband,
        acceptanceOfDepth: drafts ? [acceptance] : [],
      }).tokensPerSecond,
    };
  },
  view: ({ curves, day, limit }) => (
    <>
      <Readout
        items={[
          {
            label: "A node, 88 requests a GPU",
            value: day.node,
            as: ["count", 3],
            unit: "tokens/s",
            note: `${formatNumber(day.node / published.node)} times the published ${formatCount(published.node)}`,
          },
          {
            label: "Each request",
            value: day.speed,
            as: "number",
            unit: "tokens/s",
            note: `published: ${least} to ${most}`,
          },
          { label: "A million tokens", value: day.usd, as: "usd", note: "rent of decode alone" },
        ]}
      />
      <ServingCurves curves={curves} day={day} published={published} limit={limit} />
      <ServingCurvesLegend />
    </>
  ),
  summary: ({ day }) =>
    `With the 88 requests on a GPU that the published day implies, the overview’s unit could write ${formatCount(day.node)} tokens a second on a node, ${formatNumber(day.node / published.node)} times the published ${formatCount(published.node)}, and ${formatNumber(day.speed)} for each request.`,
  table: ({ curves }) => ({
    columns: [
      { key: "unit", label: "Unit" },
      { key: "requests", label: "Requests on a GPU" },
      { key: "speed", label: "Of a request", unit: "tokens/s" },
      { key: "node", label: "Of a node", unit: "tokens/s" },
      { key: "usd", label: "A million tokens", unit: "US dollars" },
      { key: "fits", label: "Caches fit" },
    ],
    rows: curves.flatMap(({ id, points }) =>
      points.map(({ fits, ...point }) => ({ unit: unitNames[id], ...point, fits: fits ? "yes" : "no" })),
    ),
  }),
});

const steps = [2, 4, 8, 16, 32, 48, 64, 88, 128, 192, 256, 384, 512, 768, 1024];
/** In the order of drawing: the profile and the overview nearly agree. */
const unitIds = ["decode-profile", "decode-report", "decode-overview"] as const;

function pointOf(
  requests: number,
  { tokensPerSecondPerRequest, tokensPerSecondPerNode, usdPerMillion, fits }: DecodeSpeed,
) {
  return { requests, speed: tokensPerSecondPerRequest, node: tokensPerSecondPerNode, usd: usdPerMillion, fits };
}
