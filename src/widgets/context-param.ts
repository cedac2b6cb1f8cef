/** @file How long a context is: one parameter, which figures of attention and of its cache share. */
import { integer } from "../kit/index.ts";

export const contextParam = integer({
  label: "Context",
  unit: "tokens",
  range: [1, 2 ** 20],
  scale: "log",
  initial: 131_072,
  shown: "count",
  shared: "context",
});
