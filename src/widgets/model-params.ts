/** @file Which model a figure is about: one that is known, or the reader's own. */
import { models } from "../compute/index.ts";
import { choice, text } from "../kit/index.ts";

export const modelParams = {
  model: choice({
    mine: "model",
    label: "Model",
    options: [...models.map(({ id, name }) => [id, name] as const), ["own", "Your own"]],
    initial: "deepseek-v3",
    renamed: { v3: "deepseek-v3", "v2-lite": "deepseek-v2-lite" },
  }),
  config: text({
    mine: "config",
    label: "config.json of your model",
    placeholder: '{ "model_type": …',
    maxLength: 6000,
    viewOnly: false,
    when: { model: "own" },
    help: "Paste the whole file, as Hugging Face keeps it beside the weights.",
  }),
} as const;
