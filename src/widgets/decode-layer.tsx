/** @file Where the time of a served layer goes: stages from a roofline, two micro-batches in turn. */
import {
  closingOverhead,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  layerStages,
  publishedDay,
  runMicroBatches,
  servingAssumptions,
} from "../compute/index.ts";
import { choice, defineWidget, formatAs, formatNumber, integer, number, Readout, windowOf } from "../kit/index.ts";
import { laneNames, nameOfPart, PartsInTime, PartsLegend, PartsTable } from "./drawings/layer-parts.tsx";
import { servingParams } from "./serving-params.ts";

const given = Object.fromEntries(servingAssumptions.map(({ key, value }) => [key, value]));
const shownLayers = 4;

export default defineWidget({
  id: "decode-layer",
  title: "A layer of decode, two micro-batches in turn",
  source: "§3.4.2",
  caption:
    "Each part takes as long as its arithmetic or its reading, whichever is longer, at rates measured on H800 (FlashMLA, DeepGEMM, and 40 GB/s of InfiniBand in all-to-all, arXiv:2505.09343); experts are in perfect balance, and nothing is added for launching kernels. So times are bounds from below. In the report’s unit four GPUs share the heads of a request, and each of them keeps its whole cache. The order of five stages is that of the overview (deepseek-ai/open-infra-index).",
  params: {
    unit: choice({
      label: "Unit",
      options: [
        ["decode-report", "The report, EP320"],
        ["decode-overview", "The overview, EP144"],
        ["decode-profile", "The profile, EP128"],
      ],
      initial: "decode-overview",
    }),
    requests: integer({
      label: "Requests on a GPU",
      range: [2, 512],
      step: 2,
      initial: 88,
      help: "In both micro-batches together. Together with the other GPUs of its group, where they share heads.",
    }),
    context: servingParams.context,
    way: servingParams.way,
    infiniband: servingParams.infiniband,
    memory: number({
      mine: "memoryBytesPerSecond",
      label: "Memory",
      range: [0.5e12, 16e12],
      scale: "log",
      initial: given.memoryBytesPerSecond,
      shown: ["si", 3, "B/s"],
      secondary: true,
    }),
    core: number({
      label: "Attention core",
      range: [100e12, 5000e12],
      scale: "log",
      initial: given.decodeCoreFlopPerSecond,
      shown: ["si", 3, "FLOP/s"],
      secondary: true,
    }),
    queryTokens: choice({
      label: "Tokens of a request",
      options: [
        [1, "1"],
        [2, "2, one drafted"],
      ],
      initial: 1,
      secondary: true,
    }),
    view: windowOf({ label: "Part of the time", unit: "s", inView: true }),
  },
  presets: {
    "As published": {},
    "The report’s unit": { unit: "decode-report", requests: 44, way: "attention-beside-experts" },
    "The profile: 128 requests of 4K": { unit: "decode-profile", requests: 128, context: 4096 },
    "No overlap": { way: "none" },
    "NVLink everywhere": { infiniband: 900e9 },
    "Long contexts": { context: 32_768, requests: 16 },
  },
  compute: ({ unit, requests, context, way, infiniband, memory, core, queryTokens }) => {
    const deployment = deploymentUnit(unit);
    const changed = {
      infinibandBytesPerSecond: infiniband,
      nvlinkBytesPerSecond: Math.max(infiniband, 160e9),
      memoryBytesPerSecond: memory,
      decodeCoreFlopPerSecond: core,
    };
    const stages = layerStages(deepseekV3, deployment, { perGpu: requests / 2, context, queryTokens }, changed);
    const run = runMicroBatches(stages.seconds, { layers: shownLayers, way });
    const long = runMicroBatches(stages.seconds, { layers: 20, way });
    const whole = decodeServing(
      deepseekV3,
      deployment,
      { requestsPerGpu: requests, context, way, acceptance: queryTokens === 2 ? 0.85 : null },
      changed,
    );
    const publishedStepSeconds =
      2 / (publishedDay.tokensPerSecondPerRequest[0] + publishedDay.tokensPerSecondPerRequest[1]);
    return {
      stages,
      run,
      perLayer: long.perLayer,
      serial: long.serial / 20,
      whole,
      closing: closingOverhead({
        publishedStepSeconds,
        estimatedStepSeconds: whole.stepSeconds,
        layers: deepseekV3.layers,
      }),
    };
  },
  ends: ({ run }) => ({ view: run.span }),
  view: ({ stages, run, perLayer, serial, whole, closing }) => {
    return (
      <>
        <Readout
          items={[
            {
              label: "A layer, both micro-batches",
              value: perLayer,
              as: "seconds",
              note: `${formatAs(serial, "seconds")} without overlap`,
            },
            {
              label: "A step",
              value: whole.stepSeconds,
              as: "seconds",
              note: `${formatNumber(whole.tokensPerSecondPerRequest)} tokens/s a request`,
            },
            {
              label: "A node",
              value: whole.tokensPerSecondPerNode,
              as: ["count", 3],
              unit: "tokens/s",
              note: whole.fits
                ? "caches fit"
                : `caches do not fit: ${formatNumber(whole.mostRequestsPerGpu)} requests at most`,
            },
            { label: "Tokens of an expert", value: stages.tokensPerExpert, as: "number", note: "in a micro-batch" },
          ]}
        />
        <PartsInTime run={run} />
        <PartsLegend />
        <PartsTable stages={stages} serial={serial} />
        <p class="said">
          {closing > 0
            ? `The published day wrote 20 to 22 tokens a second for each request. For 21, every layer would have to take ${formatAs(closing, "seconds")} longer than here, for both micro-batches together.`
            : "This is slower than the published day, on which a request got 20 to 22 tokens a second."}
        </p>
      </>
    );
  },
  summary: ({ perLayer, serial, whole }, { requests }) =>
    `With ${requests} requests on a GPU a layer takes ${formatAs(perLayer, "seconds")} for both micro-batches (${formatAs(serial, "seconds")} without overlap), a step ${formatAs(whole.stepSeconds, "seconds")}: ${formatNumber(whole.tokensPerSecondPerRequest)} tokens a second for each request.`,
  table: ({ run }) => ({
    columns: [
      { key: "lane", label: "Lane" },
      { key: "part", label: "Part" },
      { key: "microBatch", label: "Micro-batch" },
      { key: "layer", label: "Layer" },
      { key: "start", label: "Start", unit: "s" },
      { key: "end", label: "End", unit: "s" },
    ],
    rows: Array.from(run.start, (start, i) => ({
      lane: laneNames[run.lane[i]],
      part: nameOfPart(run.part[i]),
      microBatch: run.microBatch[i],
      layer: run.layer[i],
      start,
      end: run.end[i],
    })),
  }),
});
