/** @file More about a word or a number: a hover, focus or tap away. */
import type { ComponentChildren } from "preact";

export function Peek({
  more,
  class: name = "",
  children,
}: {
  more: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <span class={`peek ${name}`.trim()} tabIndex={0}>
      {children}
      <span class="peek-more">{more}</span>
    </span>
  );
}
