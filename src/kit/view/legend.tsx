/** @file What the colors of a picture mean. Pointing at an entry fades everything of the picture that has another color. */
import type { ComponentChildren } from "preact";
import type { Color } from "./colors.ts";
import { sets, type Change } from "./sets.ts";
import { rich } from "./sym.tsx";

/** A text and its color; and, if a press on it sets parameters, what it sets. */
export type LegendItem = readonly [text: string, color: Color, change?: Change];

type Props = {
  items: readonly LegendItem[];
  /** As many lines as it has on a phone in another state: what stands below stays where it is. */
  lines?: number;
  /** What else is to be said: "Gaps part nodes." */
  children?: ComponentChildren;
};

export function Legend({ items, lines, children }: Props) {
  return (
    <p class="legend" style={lines === undefined ? undefined : `--lines:${lines}`}>
      {items.map(([text, color, change]) => (
        <span
          key={text}
          class={`key ${color}`}
          data-key={color}
          style={`--key:var(--${color})`}
          {...(change && sets(change))}
        >
          {rich(text)}
        </span>
      ))}
      {children && <span>{children}</span>}
    </p>
  );
}
