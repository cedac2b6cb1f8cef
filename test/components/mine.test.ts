import { describe, expect, it } from "vitest";
import { devices, models } from "../../src/compute/index.ts";
import {
  fieldNames,
  fields,
  ofDevice,
  saidOf,
  showField,
  understand,
  type Said,
} from "../../src/components/mine/say.ts";

const nothing: Said = {
  model: "",
  config: "",
  device: "",
  ...(Object.fromEntries(fieldNames.map((name) => [name, ""])) as Record<(typeof fieldNames)[number], string>),
};

/** The sizes of Mistral 7B, whose parameters are counted in its paper: 7.24 B. */
const mistral = {
  model_type: "mistral",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  num_hidden_layers: 32,
  vocab_size: 32000,
};

describe("understand(said)", () => {
  it("takes nothing from an empty form", () => {
    expect(understand(nothing)).toEqual({ mine: {}, model: "", problems: {} });
  });
  it("reads a config.json, keeps it without its spaces, and counts what works on a token", () => {
    const { mine, model, problems } = understand({
      ...nothing,
      model: "own",
      config: JSON.stringify(mistral, null, 2),
    });
    expect(problems).toEqual({});
    expect(mine.config).toBe(JSON.stringify(mistral));
    // 32 × (4096² × 2 + 2 × 4096 × 1024 + 3 × 4096 × 14336 + 2 × 4096) + 2 × 32000 × 4096 + 4096
    expect(mine.activatedParameters).toBe(7_241_732_096);
    expect(model).toContain("7.242 B parameters");
  });
  it("reads numbers as figures do, and says what is wrong with the others", () => {
    const { mine, problems } = understand({
      ...nothing,
      gpus: "4,096",
      scaleOutBytesPerSecond: "50 GB/s",
      usdPerGpuHour: "-1",
    });
    expect(mine).toEqual({ gpus: 4096, scaleOutBytesPerSecond: 50e9 });
    expect(problems).toEqual({ usdPerGpuHour: "Price must be a number from 0 to 1,000 $/GPU-hour (got -1)" });
    expect(understand({ ...nothing, model: "own", config: "{" }).problems.config).toContain("JSON object");
  });
  it("takes from the GPU what was read of it, and from the reader what is said otherwise", () => {
    expect(understand({ ...nothing, device: "h100" }).mine).toMatchObject({
      device: "h100",
      memoryBytes: 80e9,
      usdPerGpuHour: 2.95,
    });
    expect(understand({ ...nothing, device: "h100", usdPerGpuHour: "2" }).mine.usdPerGpuHour).toBe(2);
    // Nobody gave us the bandwidth of its memory.
    expect(understand({ ...nothing, device: "ascend-910b" }).mine).not.toHaveProperty("memoryBytesPerSecond");
  });
  it("reads every model and GPU of the lists without a problem", () => {
    for (const { id } of models) expect(understand({ ...nothing, model: id }).problems).toEqual({});
    for (const { id } of devices) expect(understand({ ...nothing, device: id }).problems).toEqual({});
  });
});

describe("saidOf(mine)", () => {
  it("fills the form so that it says the same", () => {
    const said = {
      ...nothing,
      model: "own",
      config: JSON.stringify(mistral),
      device: "b200",
      gpus: "1,024",
      usdPerGpuHour: "4.5",
    };
    const { mine } = understand(said);
    expect(saidOf(mine)).toEqual(said);
    expect(understand(saidOf(mine)).mine).toEqual(mine);
  });
  it("shows each figure of each GPU so that its field reads it back", () => {
    for (const { id } of devices)
      for (const name of fieldNames) {
        const value = ofDevice(id)[name];
        if (value !== undefined)
          expect(understand({ ...nothing, [name]: showField(name, value) }).mine[name]).toBe(value);
      }
    expect(fields.gpus.initial).toBe(2048);
  });
});
