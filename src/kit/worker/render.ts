/** @file What is seen of a result, besides the picture: the same in the build and in the worker of a figure. */
import type { Ends } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import { keepTogether } from "../declare/keep-together.ts";
import { plainText } from "../view/tex.ts";
import { viewValues, type AnyWidget, type Table } from "../declare/widget.ts";

/** Symbols between dollar signs are characters here: a sentence is also read aloud, copied and saved. */
export type Seen = { summary: string; remark: string; caption: string; table: Table; ends: Ends };

/** Summary, remark, caption and data of a result, and where its times and windows end. */
export function seenOf(widget: AnyWidget, result: unknown, asked: Values): Seen {
  const { values, ends } = viewValues(widget, result, asked);
  const caption = typeof widget.caption === "string" ? widget.caption : (widget.caption(values) as string);
  return {
    summary: keepTogether(plainText(widget.summary(result, values))),
    remark: keepTogether(plainText(widget.remark?.(result, values) || "")),
    caption: keepTogether(caption),
    table: widget.table(result, values),
    ends,
  };
}
