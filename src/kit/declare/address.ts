/**
 * @file State of figures in the address: `?gpu-hours.tokens=14.8e12&fp8-error.format=e5m2`.
 *
 * Only what differs from the defaults is written. Keys are `<widget>.<parameter>`, so that several figures share a
 * page and every key says what it sets. Keys of nobody are left alone; a bad value falls back to the default and is
 * reported, never thrown.
 */
import { initialValues, type WidgetFace } from "./widget.ts";
import type { Param, Params, Values } from "./params.ts";

/** Longest query that is read, in characters. Longer than any state of a figure, shorter than any server's limit. */
export const maxQueryLength = 6000;

export type AddressState = {
  values: Values<Params>;
  /** One sentence for each value that could not be used. */
  problems: string[];
  /** Whether the address says anything about this widget. */
  mentioned: boolean;
};

/** The state that a query asks of a widget. Never throws. */
export function readAddress(widget: WidgetFace, query: string): AddressState {
  const initial = initialValues(widget) as Record<string, unknown>;
  if (query.length > maxQueryLength) {
    return {
      values: initial as Values<Params>,
      problems: [`The address is too long (${query.length} characters, at most ${maxQueryLength}). The defaults are shown.`],
      mentioned: true,
    };
  }
  const values = { ...initial };
  const problems: string[] = [];
  let mentioned = false;
  for (const [key, text] of new URLSearchParams(query)) {
    if (!key.startsWith(`${widget.id}.`)) continue;
    mentioned = true;
    const name = key.slice(widget.id.length + 1);
    const param: Param | undefined = Object.hasOwn(widget.params, name) ? widget.params[name] : undefined;
    if (!param) {
      problems.push(`This figure has no parameter “${shorten(name)}”. It has ${Object.keys(widget.params).join(", ")}.`);
      continue;
    }
    const parsed = param.parse(text);
    if ("error" in parsed) problems.push(`${parsed.error}. ${shown(param)} is shown.`);
    else values[name] = parsed.value;
  }
  return { values: values as Values<Params>, problems, mentioned };
}

/**
 * `query` with the state of one widget written into it: keys of other widgets stay, in place.
 *
 * @returns without the leading `?`; empty if nothing is left to say
 */
export function writeAddress(widget: WidgetFace, values: Values<Params>, query: string): string {
  const kept = [...new URLSearchParams(query)].filter(([key]) => !key.startsWith(`${widget.id}.`));
  const own = changes(widget, values).map(([name, text]) => [`${widget.id}.${name}`, text]);
  return [...kept, ...own].map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
}

/** What differs from the defaults, as `[parameter, printed value]`, in the order of declaration. */
export function changes(widget: WidgetFace, values: Values<Params>): [name: string, text: string][] {
  return Object.entries(widget.params as Params).flatMap(([name, param]) => {
    const text = param.print(values[name] as never);
    return text === param.print(param.initial as never) ? [] : [[name, text] as [string, string]];
  });
}

/** Percent encoding that leaves alone what queries may hold, so that addresses stay readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, "+").replace(/%2C/gi, ",").replace(/%3A/gi, ":").replace(/%2F/gi, "/");
}

function shown(param: Param): string {
  if (param.kind === "choice") return param.options.find(({ value }) => value === param.initial)!.label;
  if (param.kind === "number" || param.kind === "timeline") return `${param.format(param.initial)}${param.unit && ` ${param.unit}`}`;
  return param.print(param.initial as never) || "The default";
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
