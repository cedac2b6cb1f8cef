/** @file Keys of parameters in an address, and how a query is written. */
import type { Params } from "./params.ts";

/** The key of a parameter of a figure: that of all who share it, or its own. */
export function keyOf({ id, params }: { id: string; params: Params }, name: string): string {
  return params[name].shared ?? `${id}.${name}`;
}

/** Entries of a key and a text as a query, without "?" before it. What queries may hold stays as it is, so that addresses can be read. */
export function queryOf(entries: readonly (readonly string[])[]): string {
  return entries.map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/%2C/gi, ",")
    .replace(/%3A/gi, ":")
    .replace(/%2F/gi, "/")
    .replace(/%3F/gi, "?");
}
