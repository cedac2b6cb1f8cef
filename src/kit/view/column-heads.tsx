/** @file Over the columns of a heat map: a bracket with the name of each group, and the numbers of the columns. */
import { columnScale, short } from "./columns.ts";

type Props = {
  columns: number;
  groupSize: number;
  /** "Node": its number follows. */
  group: string;
  /** Of the map below, in pixels. */
  width: number;
};

export function ColumnHeads({ columns, groupSize, group, width }: Props) {
  const x = columnScale(columns, groupSize, width);
  const share = (pixels: number): string => `${short((100 * pixels) / width)}%`;
  // Pixels that the longest number needs.
  const numberWidth = columns > 100 ? 27 : 20;
  const spacing = [1, 2, 4, 8, 16, 32, 64].find((every) => every * x.width >= numberWidth) ?? columns;
  const groups = Math.ceil(columns / groupSize);
  return (
    <div class="column-heads" aria-hidden="true">
      {Array.from({ length: groups }, (_, i) => (
        <span
          key={i}
          class="column-group"
          style={`left:${share(x(i * groupSize))};width:${share(groupSize * x.width)}`}
        >
          {groups > 8 ? i : `${group} ${i}`}
        </span>
      ))}
      {Array.from({ length: columns }, (_, i) => i)
        .filter((i) => (i % groupSize) % spacing === 0)
        .map((i) => (
          <span key={`n${i}`} class="column-number" style={`left:${share(x(i))};width:${share(x.width)}`}>
            {i}
          </span>
        ))}
    </div>
  );
}
