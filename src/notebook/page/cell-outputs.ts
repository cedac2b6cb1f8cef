/** @file What cells show, drawn in the page: a piece at a time, and no more than a page can hold of all cells together. */
import { createPaints } from "../../kit/page/paints.ts";
import { costOf } from "../display/room.ts";
import { showOutputs } from "../display/show.ts";
import type { DisplayTree } from "../display/tree.ts";
import { placeControls } from "./control-places.ts";
import { createPace } from "./pace.ts";
import { outputsOf, type Cell } from "./page-cell.ts";

/** Elements that all cells of a page show together. */
const mostOnPage = 60_000;

export type CellOutputs = {
  /**
   * Shows these outputs soon, in place of what the cell shows.
   *
   * @param keep  whether the control of this number stays as it is
   */
  show(cell: Cell, outputs: readonly DisplayTree[], keep?: (view: number) => boolean): void;
  /** Leaves the cell as it is. */
  drop(cell: Cell): void;
};

/** @param cells  all cells of the page, as they are when something is shown */
export function createCellOutputs(cells: () => Iterable<Cell>): CellOutputs {
  const pace = createPace(createPaints<Cell>());

  function show(cell: Cell, outputs: readonly DisplayTree[], keep?: (view: number) => boolean): void {
    pace.later(cell, function* () {
      const others = [...cells()].reduce((sum, one) => (one === cell ? sum : sum + one.elements), 0);
      const own = outputs.reduce((sum, tree) => sum + costOf(tree).elements, 0);
      const fits = others + own <= mostOnPage;
      cell.elements = fits ? own : 1;
      const place = (): void => placeControls(outputsOf(cell), cell.controls);
      const drawing = showOutputs(
        outputsOf(cell),
        cell.id,
        fits
          ? outputs
          : [
              {
                kind: "text",
                text: `What this cell shows has ${own.toLocaleString("en-US")} elements. The cells of this page already show ${others.toLocaleString("en-US")}; together it can be ${mostOnPage.toLocaleString("en-US")}.`,
              },
            ],
        keep,
      );
      for (const built of drawing) {
        place();
        yield built;
      }
      place();
    });
  }

  return { show, drop: pace.drop };
}
