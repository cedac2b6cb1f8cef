/**
 * @file What a link for a class says besides a state: which controls are locked or hidden, and what is asked. All of it stands
 * in the address of a figure that stands alone, `/embed/gpu-hours/?gpu-hours.known=utilization&lock=known&ask=How+many%3F`.
 */
import type { Params } from "../../kit/declare/params.ts";
import { keyOf, queryOf } from "../../kit/declare/key.ts";

/** Keys in the address. No figure has a parameter that is shared under one of them. */
export const classKeys = { lock: "lock", hide: "hide", ask: "ask" } as const;

/** Longest question, in characters: a code of its address can still be read from paper. */
export const longestQuestion = 400;

export type ClassLink = {
  /** Parameters that stay as the address has them. */
  readonly locked: readonly string[];
  /** Those of them whose controls are not shown. */
  readonly hidden: readonly string[];
  /** Empty if nothing is asked. */
  readonly question: string;
};

/** What a query says to a class. Names that the figure does not have are dropped; `*` stands for all. */
export function readClassLink(params: Params, query: string): ClassLink {
  const asked = new URLSearchParams(query);
  const names = (key: string): string[] => {
    const words = (asked.get(key) ?? "").split(",");
    return Object.keys(params).filter((name) => words.includes("*") || words.includes(name));
  };
  const hidden = names(classKeys.hide);
  const locked = Object.keys(params).filter((name) => hidden.includes(name) || names(classKeys.lock).includes(name));
  return { locked, hidden, question: (asked.get(classKeys.ask) ?? "").trim().slice(0, longestQuestion) };
}

/**
 * The query of a link for a class: the state that `query` has of the figure, and then what the class is told. A hidden
 * parameter is locked without being named twice.
 *
 * @returns without the leading `?`; empty if there is nothing to say
 */
export function writeClassLink(
  face: { id: string; params: Params },
  query: string,
  { locked, hidden, question }: ClassLink,
): string {
  const own = new Set(Object.keys(face.params).map((name) => keyOf(face, name)));
  const state = [...new URLSearchParams(query)].filter(([key]) => own.has(key));
  const every = Object.keys(face.params).length;
  const list = (names: readonly string[]): string => (names.length === every ? "*" : names.join(","));
  const lockedAlone =
    hidden.length === every ? [] : locked.length === every ? locked : locked.filter((name) => !hidden.includes(name));
  const told: [string, string][] = [
    [classKeys.lock, list(lockedAlone)],
    [classKeys.hide, list(hidden)],
    [classKeys.ask, question.trim().slice(0, longestQuestion)],
  ];
  return queryOf([...state, ...told.filter(([, text]) => text !== "")]);
}
