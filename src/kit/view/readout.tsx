/** @file Results as numbers: the few that a figure is about, in a calm grid that keeps its size. */
import { exactAs, formatAs, type As } from "../declare/format-as.ts";
import { formatCertain } from "../declare/format.ts";
import { keepTogether } from "../declare/keep-together.ts";
import { Peek } from "./peek.tsx";
import { rich } from "./sym.tsx";

export type ReadoutItem = {
  label: string;
  /** One short line below: what it is of. */
  note?: string;
} & (Counted | Worded);

/** One number, from which the shown text, the exact value and its unit are made. */
type Counted = {
  value: number;
  /** `"percent"`, `["count", 4]`, `["si", 3, "FLOP/s"]`. */
  as?: As;
  /** What it counts; shown after the number, and after its exact value. */
  unit?: string;
  text?: undefined;
};

/** Words, perhaps with a number behind them. */
type Worded = {
  text: string;
  /** The number behind it: a hover, focus or tap away. */
  exact?: number;
  /** Unit of `exact`. */
  unit?: string;
};

export function Readout({ items }: { items: readonly ReadoutItem[] }) {
  return (
    <dl class="readout">
      {items.map((item) => {
        const { text, exact, value } = read(item);
        return (
          <div key={item.label}>
            <dt>{rich(item.label)}</dt>
            <dd>
              {exact === undefined ? (
                <data value={text}>{text}</data>
              ) : (
                <Peek class="peek-value" more={exact}>
                  <data value={String(value)}>{text}</data>
                </Peek>
              )}
              {item.note && <span class="readout-note">{rich(keepTogether(item.note))}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function read(item: ReadoutItem): { text: string; exact?: string; value?: number } {
  if (item.text !== undefined) {
    const { text, exact, unit } = item;
    return exact === undefined
      ? { text }
      : { text, exact: formatCertain(exact) + (unit ? ` ${unit}` : ""), value: exact };
  }
  const { value, as, unit } = item;
  return { text: formatAs(value, as) + (unit ? ` ${unit}` : ""), exact: exactAs(value, as, unit), value };
}
