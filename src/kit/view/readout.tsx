/** @file Results as numbers: the few that a figure is about, in a calm grid that keeps its size. */
import { formatExact } from "../declare/format.ts";

export type ReadoutItem = {
  label: string;
  /** As a person reads it. */
  text: string;
  /** The number behind it: a hover, focus or tap away. */
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
            {exact === undefined ? (
              <data value={text}>{text}</data>
            ) : (
              <span class="peek peek-value" tabIndex={0}><data value={String(exact)}>{text}</data><span class="peek-more">{formatExact(exact)}{unit && ` ${unit}`}</span></span>
            )}
            {note && <span class="readout-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
