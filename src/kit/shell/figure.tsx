/**
 * @file The shell of every figure: title, presets, controls, picture, summary, caption, tools. This is its markup, as the
 * build renders it: complete and readable. In the page `page/figure.ts` makes it act, and changes what stands here.
 */
import type { Draw } from "../view/chart.tsx";
import { Controls } from "./controls.tsx";
import { DataTable } from "../view/data-table.tsx";
import type { Listing } from "./listing.ts";
import type { Params } from "../declare/params.ts";
import type { Site } from "../export/provenance.ts";
import { CodeView, Tools } from "./tools.tsx";
import { viewPieces } from "../view/view-pieces.tsx";
import { initialValues, presetValues, sameValues, type AnyWidget } from "../declare/widget.ts";

export type FigureProps = {
  widget: AnyWidget;
  /** "2.2.1", on a page that numbers its figures. */
  number?: string;
  site: Site;
  /** Address of the page, without query. */
  pageAddress: string;
  /** Address of the embed page of this figure. */
  embedAddress: string;
  listing: Listing;
  /** Address at which a code listing opens as a live cell; absent where there is none. */
  cellLink?: (code: string) => string;
  /** Draws the charts. */
  draw: Draw;
};

/** The figure in the state of its defaults. */
export function Figure(props: FigureProps) {
  const { widget, number, draw } = props;
  const values = initialValues(widget);
  const result = widget.compute(values, () => {});
  const inRow = (secondary: boolean): Params =>
    Object.fromEntries(Object.entries(widget.params as Params).filter(([, param]) => !param.inView && (param.secondary ?? false) === secondary));
  const [first, more] = [inRow(false), inRow(true)];
  return (
    <>
      <figure aria-labelledby={`${widget.id}-title`}>
        <p class="figure-title" id={`${widget.id}-title`}>
          {number && <span class="figure-number">Figure {number}</span>} {widget.title}
        </p>
        <div class="figure-presets" role="group" aria-label="Presets">
          {Object.keys(widget.presets).map((preset) => (
            <button key={preset} type="button" data-preset={preset} aria-pressed={sameValues(widget, values, presetValues(widget, preset))}>{preset}</button>
          ))}
        </div>
        <Controls id={widget.id} params={first} values={values} label="Parameters" />
        {Object.keys(more).length > 0 && (
          <details class="figure-more">
            <summary>More parameters</summary>
            <Controls id={widget.id} params={more} values={values} label="More parameters" />
          </details>
        )}
        <div class="figure-view" dangerouslySetInnerHTML={{ __html: viewPieces(widget, result, values, draw).join("") }} />
        {/* While a control is in use, this stays on the screen: a tall figure says what it finds beside the hand. */}
        <div class="figure-result">
          <div class="figure-status" />
          <p class="figure-summary">{widget.summary(result, values)}</p>
        </div>
        <p class="visually-hidden" aria-live="polite" />
        <figcaption>
          {widget.caption} <span class="figure-source">After {widget.source} of the report.</span>
        </figcaption>
      </figure>
      <div class="figure-tools">
        <Tools {...props} values={values} />
      </div>
      <details class="figure-data">
        <summary>Data</summary>
        <div><DataTable table={widget.table(result, values)} caption={widget.title} /></div>
      </details>
      <details class="figure-code">
        <summary>Code</summary>
        <CodeView {...props} values={values} />
      </details>
    </>
  );
}
