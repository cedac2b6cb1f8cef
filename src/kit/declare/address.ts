/**
 * @file State of figures in the address: `?gpu-hours.tokens=14.8e12&context=4096`.
 *
 * Only what differs from the initial state is written. Keys are `<figure>.<parameter>`, so that several figures share a
 * page and every key says what it sets; a parameter that figures share has its own key. Keys of nobody are left alone; a
 * bad value falls back to the initial one and is reported, never thrown.
 *
 * An address carries no version: its keys say what they set, and a parameter or a choice that gets another name keeps the old
 * one (`formerly`, `renamed`), so that links of earlier versions lead to the same state. What is written is always the name of now.
 */
import { keyOf, queryOf } from "./key.ts";
import { nameValue, parseValue, printValue } from "./param-values.ts";
import type { Params, Values } from "./params.ts";
import { initialValues, type WidgetFace } from "./widget.ts";

/** Longest query that is read, in characters. Longer than any state of a figure, shorter than any server's limit. */
export const maxQueryLength = 6000;

export type AddressState = {
  values: Values;
  /** One sentence for each value that could not be used. */
  problems: string[];
  /** Whether the address says anything about this figure. */
  mentioned: boolean;
};

type States = Pick<WidgetFace, "id" | "params">;

/** The state that a query asks of a figure. Never throws. */
export function readAddress(face: States, query: string): AddressState {
  const initial = initialValues(face);
  if (query.length > maxQueryLength) {
    const problems = [
      `The address is too long (${query.length} characters, at most ${maxQueryLength}). The defaults are shown.`,
    ];
    return { values: initial, problems, mentioned: true };
  }
  // Links outlive versions: a parameter is found by the names that it had before, where no other has taken them.
  const former = Object.entries(face.params).flatMap(([name, { formerly = [] }]) =>
    formerly.map((old) => [`${face.id}.${old}`, name] as const),
  );
  const nameOfKey = new Map([...former, ...Object.keys(face.params).map((name) => [keyOf(face, name), name] as const)]);
  const values: Record<string, unknown> = { ...initial };
  const problems: string[] = [];
  let mentioned = false;
  for (const [key, text] of new URLSearchParams(query)) {
    const name = nameOfKey.get(key);
    if (name === undefined) {
      if (!key.startsWith(`${face.id}.`)) continue;
      mentioned = true;
      const asked = shorten(key.slice(face.id.length + 1));
      problems.push(`This figure has no parameter “${asked}”. It has ${Object.keys(face.params).join(", ")}.`);
      continue;
    }
    mentioned = true;
    const param = face.params[name];
    const parsed = parseValue(param, text);
    if ("value" in parsed) values[name] = parsed.value;
    else problems.push(`${parsed.error}. ${nameValue(param, param.initial) || "The default"} is shown.`);
  }
  return { values: values as Values, problems, mentioned };
}

/**
 * `query` with the state of one figure written into it: keys of other figures stay, in place.
 *
 * @returns without the leading `?`; empty if nothing is left to say
 */
export function writeAddress(face: States, values: Values, query: string): string {
  const own = new Set(Object.keys(face.params).map((name) => keyOf(face, name)));
  const kept = [...new URLSearchParams(query)].filter(([key]) => !own.has(key) && !key.startsWith(`${face.id}.`));
  const changed = changes(face, values).map(([name, text]) => [keyOf(face, name), text]);
  return queryOf([...kept, ...changed]);
}

/** The key under which an address has the pinned state of a figure, which is written as a query of its own. */
function pinKey({ id }: Pick<WidgetFace, "id">): string {
  return `pin.${id}`;
}

/** The state that a query has pinned; `null` if there is none. What is wrong in it falls back to the initial value. */
export function readPin(face: States, query: string): Values | null {
  if (query.length > maxQueryLength) return null;
  const pinned = new URLSearchParams(query).get(pinKey(face));
  return pinned === null ? null : readAddress(face, pinned).values;
}

/** `query` with this state pinned, or with none. */
export function writePin(face: States, pinned: Values | null, query: string): string {
  const key = pinKey(face);
  const kept = [...new URLSearchParams(query)].filter(([other]) => other !== key);
  const all = pinned === null ? kept : [...kept, [key, writeAddress(face, pinned, "")]];
  return queryOf(all);
}

/** What differs from the initial state, as `[parameter, printed value]`, in the order of declaration. */
export function changes({ params }: { params: Params }, values: Values): [name: string, text: string][] {
  return Object.entries(params).flatMap(([name, param]) => {
    const text = printValue(param, values[name]);
    return text === printValue(param, param.initial) ? [] : [[name, text] as [string, string]];
  });
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
