/**
 * @file What a reader can take away from a figure: link, citation, data, picture, embedding, code. This is the markup;
 * `page/tools.ts` keeps its texts true and does what its buttons say.
 */
import { Fragment, type ComponentChildren } from "preact";
import type { FigureProps } from "./figure.tsx";
import { listingText, parameterLines } from "./listing.ts";
import { mistakeLink, referenceFiles, stateTexts } from "./state-texts.ts";
import { changesLead, differences, noChanges, publishedValues } from "../declare/differences.ts";
import { takesMine } from "../declare/mine.ts";
import type { Values } from "../declare/params.ts";

type ToolsProps = FigureProps & { values: Values };

type CodeLink = { readonly text: string; readonly href: string };

/** Links from a figure's code into the repository. */
export type CodeOrigin = {
  /** The widget's file. */
  readonly file: CodeLink;
  /** Functions and constants of the modules that its `compute` asks, at their lines. */
  readonly asks: readonly CodeLink[];
  readonly tests: readonly CodeLink[];
};

/** The row of small tools under a figure. Panels are native popovers, so they open before anything is loaded. */
export function Tools({ widget: { files }, face: widget, values, site, pageAddress, embedAddress }: ToolsProps) {
  // At build time there is no day of reading: the day of the version stands in for it.
  const texts = stateTexts(widget, values, { site, pageAddress, embedAddress }, site.released);
  const changed = differences(widget, publishedValues(widget), values);
  const mistake = mistakeLink(widget, values, { site, pageAddress, embedAddress });
  return (
    <>
      <button type="button" data-action="reset" aria-disabled="true">
        Reset
      </button>
      <button type="button" data-action="undo" aria-disabled="true" aria-keyshortcuts="Control+Z Meta+Z">
        Undo
      </button>
      <button
        type="button"
        data-action="redo"
        aria-disabled="true"
        aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z Control+Y"
      >
        Redo
      </button>
      <Panel id={`${widget.id}-changes`} label="Changes" title="What differs from the published state">
        <p>{changed.length > 0 ? changesLead : noChanges}</p>
        <ul data-changes>
          {changed.map(({ name, label, from, to }) => (
            <li key={name}>
              {label}: {from} → {to}
            </li>
          ))}
        </ul>
      </Panel>
      <button type="button" data-action="pin" aria-pressed="false">
        Pin
      </button>
      {takesMine(widget.params) && (
        <button type="button" data-action="mine">
          Use mine
        </button>
      )}
      <CopyButton of="link">Copy link</CopyButton>
      <Panel id={`${widget.id}-cite`} label="Cite" title="Cite this figure in this state">
        <pre tabIndex={0} data-text="bibtex">
          {texts.bibtex}
        </pre>
        <CopyButton of="bibtex">Copy BibTeX</CopyButton>
        <p class="citation-text" data-text="citation">
          {texts.citation}
        </p>
        <CopyButton of="citation">Copy text</CopyButton>
        <p class="buttons">
          As a file:
          {Object.entries(referenceFiles).map(([ending, { label }]) => (
            <button key={ending} type="button" data-action={`save-${ending}`}>
              {label}
            </button>
          ))}
        </p>
      </Panel>
      <Panel id={`${widget.id}-download`} label="Download" title="Download this figure in this state">
        <p>Source, parameters, address and license are written inside each file.</p>
        <p class="buttons">
          <button type="button" data-action="save-svg">
            SVG
          </button>
          <button type="button" data-action="save-png">
            PNG
          </button>
          <button type="button" data-action="save-csv">
            CSV
          </button>
          {Object.keys(files ?? {}).map((label) => (
            <button key={label} type="button" data-action="save-file" data-file={label}>
              {label}
            </button>
          ))}
        </p>
        <fieldset class="figure-theme">
          <legend>Colors of the picture</legend>
          {["Light", "Dark"].map((theme, i) => (
            <label key={theme}>
              <input
                type="radio"
                name={`${widget.id}-theme`}
                value={theme.toLowerCase()}
                checked={i === 0}
                autocomplete="off"
              />{" "}
              {theme}
            </label>
          ))}
        </fieldset>
      </Panel>
      <Panel id={`${widget.id}-embed`} label="Embed" title="Embed this figure in this state">
        <p>The figure alone, for a course page or slides. It keeps the state that you see now.</p>
        <pre tabIndex={0} data-text="embed">
          {texts.embed}
        </pre>
        <CopyButton of="embed">Copy embed code</CopyButton>
        <p>The height is that of this column. With these lines once on your page, every frame fits at any width:</p>
        <pre tabIndex={0} data-text="resize">
          {texts.resize}
        </pre>
        <CopyButton of="resize">Copy script</CopyButton>
        <p>
          The address takes <code>controls=hidden</code>, <code>theme=light</code> or <code>dark</code>, and{" "}
          <code>background=transparent</code> or a color such as <code>fff8e7</code>.
        </p>
      </Panel>
      <a class="button" href={`?present=${widget.id}`} data-present={widget.id}>
        Present
      </a>
      {mistake && (
        <a class="button" href={mistake} data-mistake target="_blank" rel="nofollow noopener">
          Report a mistake
        </a>
      )}
    </>
  );
}

function Panel({
  id,
  label,
  title,
  children,
}: {
  id: string;
  label: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <>
      <button type="button" {...{ popovertarget: id }}>
        {label}
      </button>
      <div id={id} {...{ popover: "auto" }} class="figure-panel" role="dialog" aria-label={title}>
        <p class="figure-panel-title">{title}</p>
        {children}
        <button type="button" class="quiet" {...{ popovertarget: id, popovertargetaction: "hide" }}>
          Close
        </button>
      </div>
    </>
  );
}

/**
 * The lines that compute what is seen: the text of the element is `listingText`. Only the parameters are colored, which a
 * reader has changed: colors of the rest would be a tenth of a chapter's elements, folded away.
 */
export function CodeView({
  face: widget,
  values,
  listing,
  cellLink,
  origin,
}: Pick<ToolsProps, "face" | "values" | "listing" | "cellLink" | "origin">) {
  return (
    <div>
      <pre class="code" tabIndex={0}>
        <code>
          {listing.imports && (
            <>
              <span data-listing="imports">{listing.imports}</span>
              {"\n\n"}
            </>
          )}
          const parameters = {"{\n"}
          {parameterLines(widget, values).map(({ name, code, kind }) => (
            <Fragment key={name}>
              {`  ${name}: `}
              <span class={`tok-${kind}`} data-value={name}>
                {code}
              </span>
              {",\n"}
            </Fragment>
          ))}
          {"} as const;\n\n"}
          <span data-listing="compute">{listing.compute}</span>
          {`\n\n${listing.call}\n`}
        </code>
      </pre>
      <p class="buttons">
        <CopyButton of="code">Copy code</CopyButton>
        {cellLink && (
          <a href={cellLink(listingText(listing, widget, values))} class="button" data-cell-link>
            Open as a cell
          </a>
        )}
      </p>
      {origin && (
        <p class="code-origin">
          Its results come from <Links of={[origin.file]} />
          {origin.asks.length > 0 && (
            <>
              {" "}
              · asks <Links of={origin.asks} />
            </>
          )}{" "}
          · tested by <Links of={origin.tests} />
        </p>
      )}
    </div>
  );
}

function Links({ of }: { of: readonly CodeLink[] }) {
  return (
    <>
      {of.map(({ text, href }, i) => (
        <Fragment key={href}>
          {i > 0 && ", "}
          <a href={href}>{text}</a>
        </Fragment>
      ))}
    </>
  );
}

function CopyButton({ of, children }: { of: string; children: ComponentChildren }) {
  return (
    <button type="button" data-action="copy" data-copy={of}>
      {children}
    </button>
  );
}
