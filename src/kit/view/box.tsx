/**
 * @file Boxes of which a drawing has hundreds: entries of vectors, cells of a matrix. All that look alike are one path, and what
 * each says is asked of the worker, so that they are a handful of elements.
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { color, type Color } from "./colors.ts";
import { short } from "./columns.ts";
import type { Probe } from "./draw-context.ts";
import type { Change } from "./sets.ts";

type Props = {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Left out: nothing is drawn, for what is drawn otherwise and has a `tip`. */
  fill?: Color;
  /** Strength of the color, from 0 to 1, in sixteenths. */
  strength?: number;
  /** What a hover, a tap or an arrow key says of it. */
  tip: string;
  /** Parameters that a press sets. */
  sets?: Change;
};

/** Boxes of one drawing at one width, in the order in which they were rendered. */
export const BoxesContext = createContext<Props[] | null>(null);

/**
 * One of many boxes in a `<Drawing boxes>`.
 *
 * @throws Error where no such drawing is around it
 */
export function Box(props: Props) {
  const boxes = useContext(BoxesContext);
  if (!boxes) throw new Error("a Box must stand in a <Drawing boxes>");
  boxes.push(props);
  return null;
}

/**
 * Draws what was collected; it stands after all boxes. Each box begins where the one before it does, and so much farther:
 * boxes in a row are then the same few characters again and again (900 tiles, compressed: 0.2 KB instead of 1.3).
 */
export function BoxPaths() {
  const paths = new Map<string, { fill: Color; strength: number; path: string; x: number; y: number }>();
  for (const { x, y, width, height, fill, strength = 1 } of useContext(BoxesContext)!) {
    if (fill === undefined) continue;
    const sixteenths = Math.round(16 * Math.min(1, Math.max(0, strength)));
    const look = paths.get(`${fill} ${sixteenths}`) ?? { fill, strength: sixteenths / 16, path: "", x: 0, y: 0 };
    // From where the last one was written, not from where it is: rounding does not add up.
    const written = { x: Number(short(x)), y: Number(short(y)) };
    look.path += `m${short(written.x - look.x)} ${short(written.y - look.y)}h${short(width)}v${short(height)}h${short(-width)}z`;
    Object.assign(look, written);
    paths.set(`${fill} ${sixteenths}`, look);
  }
  return (
    <>
      {[...paths.values()].map(({ fill, strength, path }) => (
        <path
          key={`${fill} ${strength}`}
          d={path}
          fill={color(fill)}
          fill-opacity={strength === 1 ? undefined : strength}
        />
      ))}
    </>
  );
}

/** Pixels around a box that still are its. */
const reach = 3;

/** What stands where among boxes; they need not be there yet. */
export function boxesProbe(boxes: readonly Props[]): Probe {
  return {
    get count() {
      return boxes.length;
    },
    nearest(px, py) {
      let [best, least] = [-1, reach];
      for (const [i, { x, y, width, height }] of boxes.entries()) {
        const distance = Math.hypot(Math.max(0, x - px, px - x - width), Math.max(0, y - py, py - y - height));
        if (distance < least) [best, least] = [i, distance];
      }
      return best;
    },
    hit: (at) => ({ x: boxes[at].x + boxes[at].width / 2, y: boxes[at].y, text: boxes[at].tip, sets: boxes[at].sets }),
  };
}
