/** @file Results as numbers: the few that a figure is about, in a calm grid that keeps its size. */
import { formatExact } from "./format.ts";

export type ReadoutItem = {
  label: string;
  /** As a person reads it. */
  text: string;
  /** The number behind it: on hover and for whoever copies. */
  exact?: number;
  /** Unit of `exact`. */
  unit?: string;
  /** One short line below: what it is of. */
  note?: string;
};

export function Readout({ items }: { items: readonly ReadoutItem[] }) {
  return (
    <dl class="readout">
      {items.map(({ label, text, exact, unit, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <data value={exact === undefined ? text : String(exact)} title={exact === undefined ? undefined : `${formatExact(exact)}${unit ? ` ${unit}` : ""}`}>{text}</data>
            {note && <span class="readout-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
