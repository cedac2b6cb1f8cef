/** @file What a reader can take away from a figure: link, citation, data, picture, embedding, code. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { writeAddress } from "./address.ts";
import { citeState } from "./citation.ts";
import { toCsv } from "./csv.ts";
import type { FigureProps } from "./figure.tsx";
import { listingText, parameterLines, type Listing } from "./listing.ts";
import type { Params, Values } from "./params.ts";
import { download, pictureOf, toPng, toSvg } from "./picture.ts";
import { provenance } from "./provenance.ts";
import { initialValues, sameValues, type AnyWidget } from "./widget.ts";

type ToolsProps = FigureProps & {
  values: Values<Params>;
  result: unknown;
  /** The values that the result is of. */
  shown: Values<Params>;
  reset(): void;
};

/** The row of small tools under a figure. Panels are native popovers, so they open before anything is loaded. */
export function Tools({ widget, values, result, shown, site, pageAddress, embedAddress, reset, number }: ToolsProps) {
  const first = useRef<HTMLButtonElement>(null);
  const query = writeAddress(widget, values, "");
  const addressOf = (query: string): string => `${pageAddress}${query && `?${query}`}#${widget.id}`;
  const stateAddress = addressOf(query);
  const embed = `<iframe src="${embedAddress}${query && `?${query}`}" title="${widget.title}" width="100%" height="640" loading="lazy" style="border:0"></iframe>`;
  const [failure, setFailure] = useState<string | null>(null);
  const name = `${widget.id}${number ? `-${number}` : ""}`;

  async function save(kind: "svg" | "png" | "csv"): Promise<void> {
    try {
      setFailure(null);
      // A file says what is seen, which may be a moment behind the controls.
      const origin = provenance(widget, shown, addressOf(writeAddress(widget, shown, "")), site);
      if (kind === "csv") {
        download(`${name}.csv`, new Blob([toCsv(widget.table(result, shown), origin)], { type: "text/csv;charset=utf-8" }));
        return;
      }
      const picture = pictureOf(first.current!.closest("[data-figure]")!.querySelector(".figure-view")!, origin);
      if (kind === "svg") download(`${name}.svg`, toSvg(picture));
      else download(`${name}.png`, await toPng(picture, origin));
    } catch (error) {
      setFailure(`The file could not be made: ${(error as Error).message}`);
    }
  }

  return (
    <>
      <button ref={first} type="button" data-action="reset" aria-disabled={sameValues(widget, values, initialValues(widget))} onClick={reset}>Reset</button>
      <CopyButton action="link" text={() => stateAddress}>Copy link</CopyButton>
      <Panel id={`${widget.id}-cite`} label="Cite" title="Cite this figure in this state">
        <Citations {...{ widget, values, site, stateAddress }} />
      </Panel>
      <Panel id={`${widget.id}-download`} label="Download" title="Download this figure in this state">
        <p>Source, parameters, address and license are written inside each file.</p>
        <p class="buttons">
          <button type="button" data-action="svg" onClick={() => save("svg")}>SVG</button>
          <button type="button" data-action="png" onClick={() => save("png")}>PNG</button>
          <button type="button" data-action="csv" onClick={() => save("csv")}>CSV</button>
        </p>
        {failure && <p role="alert">{failure}</p>}
      </Panel>
      <Panel id={`${widget.id}-embed`} label="Embed" title="Embed this figure in this state">
        <p>The figure alone, for a course page or slides. It keeps the state that you see now.</p>
        <pre tabIndex={0}>{embed}</pre>
        <CopyButton action="embed" text={() => embed}>Copy embed code</CopyButton>
      </Panel>
    </>
  );
}

function Panel({ id, label, title, children }: { id: string; label: string; title: string; children: ComponentChildren }) {
  return (
    <>
      <button type="button" {...{ popovertarget: id }}>{label}</button>
      <div id={id} {...{ popover: "auto" }} class="figure-panel" role="dialog" aria-label={title}>
        <p class="figure-panel-title">{title}</p>
        {children}
        <button type="button" class="quiet" {...{ popovertarget: id, popovertargetaction: "hide" }}>Close</button>
      </div>
    </>
  );
}

function Citations({ widget, values, site, stateAddress }: Pick<ToolsProps, "widget" | "values" | "site"> & { stateAddress: string }) {
  // At build time there is no day of reading: the day of the version stands in for it.
  const accessed = typeof window === "undefined" ? site.released : new Date().toISOString().slice(0, 10);
  const { bibtex, text } = citeState(widget, values, stateAddress, site, accessed);
  return (
    <>
      <pre tabIndex={0}>{bibtex}</pre>
      <CopyButton action="bibtex" text={() => bibtex}>Copy BibTeX</CopyButton>
      <p class="citation-text">{text}</p>
      <CopyButton action="citation" text={() => text}>Copy text</CopyButton>
    </>
  );
}

/** The lines that compute what is seen. */
export function CodeView({ widget, values, listing, cellLink }: { widget: AnyWidget; values: Values<Params>; listing: Listing; cellLink?: (code: string) => string }) {
  const text = listingText(listing, widget, values);
  return (
    <>
      <pre class="code" tabIndex={0}>
        <code>
          <span data-listing="imports" dangerouslySetInnerHTML={{ __html: listing.importsHtml }} />
          {"\n\n"}
          <span class="tok-keyword">const</span> parameters = {"{\n"}
          {parameterLines(widget, values).map(({ name, code, kind }) => <span key={name}>{`  ${name}: `}<span class={`tok-${kind}`}>{code}</span>{",\n"}</span>)}
          {"} "}<span class="tok-keyword">as const</span>{";\n\n"}
          <span data-listing="compute" dangerouslySetInnerHTML={{ __html: listing.computeHtml }} />
          {"\n\n"}console.log(compute(parameters));
        </code>
      </pre>
      <p class="buttons">
        <CopyButton action="code" text={() => text}>Copy code</CopyButton>
        {cellLink && <a href={cellLink(text)} class="button">Open as a cell</a>}
      </p>
    </>
  );
}

/** Copies, and says so; where the clipboard is closed, it shows the text to copy by hand. */
function CopyButton({ action, text, children }: { action: string; text(): string; children: ComponentChildren }) {
  const [said, setSaid] = useState<string | null>(null);
  const [byHand, setByHand] = useState<string | null>(null);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setSaid("Copied");
      setTimeout(() => setSaid(null), 1500);
    } catch {
      setByHand(text());
    }
  }
  return (
    <>
      <button type="button" data-action={`copy-${action}`} onClick={copy}>{said ?? children}</button>
      <span class="visually-hidden" role="status">{said}</span>
      {byHand !== null && <input class="copy-by-hand" readOnly aria-label="Text to copy" value={byHand} onFocus={(event) => event.currentTarget.select()} />}
    </>
  );
}
