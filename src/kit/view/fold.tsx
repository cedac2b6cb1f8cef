/** @file What of a view stands folded under a line of text: the picture stays on one screen, and the rest is a press away. */
import type { ComponentChildren } from "preact";

/** Folded until the reader opens it, and open until the reader closes it, whatever the figure's values do meanwhile. */
export function Fold({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <details class="fold">
      <summary>{label}</summary>
      {children}
    </details>
  );
}
