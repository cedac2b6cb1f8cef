/** @file Short way to write elements as data. */
import type { ElementNode } from "./tree.ts";

export type Child = ElementNode | string;

/** An HTML element; attributes that are null or false are left out, true ones are empty. */
export function element(tag: string, attributes: Record<string, string | boolean | null>, ...children: (Child | null)[]): ElementNode {
  return {
    tag,
    svg: false,
    attributes: Object.entries(attributes).flatMap(([name, value]): [string, string][] => (value === null || value === false ? [] : [[name, value === true ? "" : value]])),
    children: children.filter((child) => child !== null),
  };
}
