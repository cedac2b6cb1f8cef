/** @file Over the columns of a heat map: a bracket with the name of each group, and the numbers of the columns. */
import { columnScale, short } from "./columns.ts";
import { EachWidth } from "./each-width.tsx";
import { narrowestWidth } from "./widths.ts";

type Props = {
  columns: number;
  groupSize: number;
  /** "Node": its number follows. */
  group: string;
  /** Of the map below, in pixels. */
  width: number;
};

/** Pixels that a digit needs, and what keeps two numbers apart. */
const [digitWidth, apart] = [7, 6];

export function ColumnHeads({ columns, groupSize, group, width }: Props) {
  const x = columnScale(columns, groupSize, width);
  const share = (pixels: number): string => `${short((100 * pixels) / width)}%`;
  const groups = Math.ceil(columns / groupSize);
  return (
    <EachWidth>
      {({ narrow }) => {
        // The map is scaled, and these letters are not.
        const scale = narrow ? narrowestWidth / width : 1;
        const numberWidth = digitWidth * String(columns - 1).length + apart;
        const spacing = [1, 2, 4, 8, 16, 32, 64].find((every) => every * x.width * scale >= numberWidth) ?? columns;
        const hasNames = groupSize * x.width * scale >= digitWidth * (group.length + 2) + apart;
        return (
          <div class="column-heads" aria-hidden="true">
            {Array.from({ length: groups }, (_, i) => (
              <span
                key={i}
                class="column-group"
                style={`left:${share(x(i * groupSize))};width:${share(groupSize * x.width)}`}
              >
                {hasNames ? `${group} ${i}` : i}
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
      }}
    </EachWidth>
  );
}
