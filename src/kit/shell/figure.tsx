/**
 * @file The shell of every figure: title, presets, picture, result, controls, caption, tools. This is its markup, as the
 * build renders it: complete and readable. In the page `page/figure.ts` makes it act, and changes what stands here.
 *
 * The picture comes before what sets it. Where there is room `figure.css` puts the presets above it and the controls
 * beside it; in a narrow column both come below, and `page/keep.ts` keeps the picture in sight while they are used.
 */
import type { Param, Params, Values } from "../declare/params.ts";
import { initialValues, presetValues, sameValues, type AnyWidget, type WidgetFace } from "../declare/widget.ts";
import { settled } from "../declare/param-values.ts";
import { sourceParts } from "../declare/source-parts.ts";
import { keepTogether } from "../declare/keep-together.ts";
import { stateLine } from "../declare/state-line.ts";
import type { Site } from "../export/provenance.ts";
import { DataText } from "../view/data-table.tsx";
import type { Seen } from "../worker/render.ts";
import { Controls } from "./controls.tsx";
import type { Listing } from "./listing.ts";
import { CodeView, Tools, type CodeOrigin } from "./tools.tsx";

export type FigureProps = {
  widget: AnyWidget;
  /** Parameters and presets of this figure of it: `faceOf(widget)`, or `asFigure` of that. */
  face: WidgetFace;
  /** "2.2.1", on a page that numbers its figures. */
  number?: string;
  site: Site;
  /** Address of the page, without query. */
  pageAddress: string;
  /** Address of the embed page of this figure. */
  embedAddress: string;
  listing: Listing;
  /** What of the source is the report's, as HTML with links; plain text where it is left out. */
  sourceHtml?: string;
  /** Where the code stands in the repository, what it asks, and what tests it. */
  origin?: CodeOrigin;
  /** Address of a page that has the code, where this one does not: it is brought when it is asked for. */
  codeAt?: string;
  /** Address at which a code listing opens as a live cell; absent where there is none. */
  cellLink?: (code: string) => string;
};

/** The figure at rest, around what its view shows of the result. */
export function Figure({ seen, ...props }: FigureProps & { seen: Seen & { view: string } }) {
  const { face, number, sourceHtml, codeAt } = props;
  const { id } = face;
  const { report, others } = sourceParts(face.source);
  const { ends } = seen;
  const values = restOf(face, ends);
  const inRow = (row: (param: Param) => boolean): Params =>
    Object.fromEntries(Object.entries(face.params).filter(([, param]) => !param.inView && row(param)));
  const times = inRow(({ kind }) => kind === "timeline");
  const first = inRow(({ kind, secondary }) => kind !== "timeline" && !secondary);
  const more = inRow(({ kind, secondary }) => kind !== "timeline" && secondary === true);
  const row = { id, values, ends };
  return (
    <>
      <figure aria-labelledby={`${id}-title`}>
        <p class="figure-title" id={`${id}-title`}>
          {number && <span class="figure-number">Figure {number}</span>} {face.title}
        </p>
        <div class="figure-main">
          <div class="figure-view" dangerouslySetInnerHTML={{ __html: seen.view }} />
          {Object.keys(times).length > 0 && (
            <div class="figure-timeline">
              <Controls {...row} params={times} label="Time" />
            </div>
          )}
          <div class="figure-result">
            <div class="figure-status" />
            <p class="figure-summary">{seen.summary}</p>
            <p class="figure-remark" hidden={!seen.remark}>
              {seen.remark}
            </p>
          </div>
        </div>
        <div class="figure-presets" role="group" aria-label="Presets">
          {Object.keys(face.presets).map((preset) => (
            <button
              key={preset}
              type="button"
              data-preset={preset}
              aria-pressed={sameValues(face, values, settled(face.params, presetValues(face, preset), ends))}
            >
              {preset}
            </button>
          ))}
        </div>
        <div class="figure-side">
          <Controls {...row} params={first} label="Parameters" />
          {Object.keys(more).length > 0 && (
            <details class="figure-more">
              <summary>More parameters</summary>
              <Controls {...row} params={more} label="More parameters" />
            </details>
          )}
        </div>
        <p class="figure-state">{stateLine(face, values)}</p>
        <p class="visually-hidden" aria-live="polite" />
        <figcaption>
          <span class="figure-caption">{seen.caption}</span>{" "}
          <span class="figure-source">
            After{" "}
            {report && (
              <>
                {sourceHtml === undefined ? (
                  keepTogether(report)
                ) : (
                  <span dangerouslySetInnerHTML={{ __html: sourceHtml }} />
                )}{" "}
                of the report
              </>
            )}
            {report && others && "; "}
            {keepTogether(others)}.
          </span>
        </figcaption>
      </figure>
      <div class="figure-tools">
        <Tools {...props} values={values} />
      </div>
      <details class="figure-data">
        <summary>Data</summary>
        <div>
          <DataText table={seen.table} caption={face.title} />
        </div>
      </details>
      <details class="figure-code" data-code-at={codeAt}>
        <summary>Code</summary>
        {codeAt ? (
          <p class="figure-elsewhere">
            <a href={codeAt}>The code of this figure, on a page of its own</a>
          </p>
        ) : (
          <CodeView {...props} values={values} />
        )}
      </details>
    </>
  );
}

/** The state at rest, as it is shown. */
function restOf(face: WidgetFace, ends: Readonly<Record<string, number>>): Values {
  return settled(face.params, initialValues(face), ends);
}
