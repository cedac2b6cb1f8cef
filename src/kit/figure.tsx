/**
 * @file The shell of every figure: title, presets, controls, picture, summary, caption, tools.
 *
 * The life of a figure:
 *
 * ```
 * build ─ static HTML ─→ at rest ─ pointer, focus, touch ─→ loading ─→ alive
 *                                  or its key in the address
 * ```
 *
 * In the page `mount.tsx` hydrates what the build rendered; both render this component.
 */
import { Component, type ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Drawing, type Draw } from "./chart.tsx";
import { Control } from "./controls.tsx";
import { DataTable } from "./data-table.tsx";
import { useFigureState } from "./figure-state.ts";
import type { Listing } from "./listing.ts";
import type { Param, Params, Values } from "./params.ts";
import { Fold, Part, type Stage } from "./part.tsx";
import type { Site } from "./provenance.ts";
import type { Runner } from "./runner.ts";
import { CodeView, Tools } from "./tools.tsx";
import { initialValues, presetValues, sameValues, type AnyWidget } from "./widget.ts";

export type FigureProps = {
  widget: AnyWidget;
  /** "2.2.1", on a page that numbers its figures. */
  number?: string;
  site: Site;
  /** Address of the page, without query. */
  pageAddress: string;
  listing: Listing;
  /** Address of the embed page of this figure. */
  embedAddress: string;
  /** Address at which a code listing opens as a live cell; absent where there is none. */
  cellLink?: (code: string) => string;
  /** Result of the defaults. */
  initialResult: unknown;
  /** Draws the charts of the defaults; absent in the page, where they stand already. */
  initialDraw?: Draw;
  /** Computes and draws in the page; absent at build time. */
  runner?: Runner;
  /** Brings the parts to life in the page; absent at build time. */
  stage?: Stage;
};

/** Figures with all parts; what differs between page and browser comes in as props. */
export function Figure(props: FigureProps) {
  const { widget, number, stage } = props;
  const state = useFigureState(props);
  const { values, shown, result, drawings, change } = state;
  const control = ([name, param]: [string, Param]) => (
    <Control key={name} id={`${widget.id}-${name}`} name={name} param={param} value={values[name] as never} set={(value: unknown) => change({ [name]: value } as Partial<Values<Params>>)} />
  );
  const inRow = (secondary: boolean) => Object.entries(widget.params as Params).filter(([, param]) => !param.inView && (param.secondary ?? false) === secondary);
  const hasRow = (secondary: boolean) => inRow(secondary).length > 0;
  const [first, more] = useMemo(() => [false, true].map((secondary) => <>{inRow(secondary).filter(([, param]) => param.when?.(values) ?? true).map(control)}</>), [values]);
  const presets = useMemo(() => Object.keys(widget.presets).map((preset) => (
    <button key={preset} type="button" data-action={`preset-${preset}`} aria-pressed={sameValues(widget, values, presetValues(widget, preset))} onClick={() => state.jump(presetValues(widget, preset))}>
      {preset}
    </button>
  )), [values]);
  const view = useMemo(() => {
    const draw: Draw = props.initialDraw ?? ((label) => drawings[label] ?? "");
    return (
      <Drawing.Provider value={draw}>
        <Guard>
          <View widget={widget} result={result} shown={shown} set={change} />
        </Guard>
      </Drawing.Provider>
    );
  }, [result, shown, drawings]);
  const [tools, data, code] = useMemo(() => [
    <Tools {...props} result={result} shown={shown} values={values} reset={() => state.jump(initialValues(widget))} />,
    <LazyTable widget={widget} result={result} shown={shown} />,
    <CodeView widget={widget} values={values} listing={props.listing} cellLink={props.cellLink} />,
  ], [result, values, shown]);
  const summary = useMemo(() => widget.summary(result, shown), [result, shown]);
  return (
    <>
      <p class="figure-title" id={`${widget.id}-title`}>
        {number && <span class="figure-number">Figure {number}</span>} {widget.title}
      </p>
      <div class="figure-presets" role="group" aria-label="Presets">
        {presets}
      </div>
      {hasRow(false) && <Part class="figure-controls" role="group" aria-label="Parameters" stage={stage}>{first}</Part>}
      {hasRow(true) && (
        <Fold class="figure-more" label="More parameters" stage={stage}>
          <div class="figure-controls" role="group" aria-label="More parameters">{more}</div>
        </Fold>
      )}
      <figure ref={state.box} aria-labelledby={`${widget.id}-title`} aria-busy={state.progress !== null}>
        <Part class="figure-view" stage={stage}>{view}</Part>
        {state.progress !== null && <progress class="figure-progress" aria-label="Computing" {...(state.progress > 0 && { value: state.progress })} />}
        {state.error && <p class="figure-error" role="alert">{state.error}</p>}
        {state.problems.length > 0 && (
          <div class="figure-problems" role="status">
            {state.problems.map((problem) => <p key={problem}>{problem}</p>)}
            <button type="button" class="quiet" onClick={state.dismiss}>Dismiss</button>
          </div>
        )}
        <p class="figure-summary">{summary}</p>
        <Announcement text={summary} />
        <figcaption>
          {widget.caption} <span class="figure-source">After {widget.source} of the report.</span>
        </figcaption>
      </figure>
      <Part class="figure-tools" stage={stage} rest={250}>{tools}</Part>
      <Fold class="figure-data" label="Data" stage={stage} rest={250}>{data}</Fold>
      <Fold class="figure-code" label="Code" stage={stage} rest={250}>{code}</Fold>
    </>
  );
}

/** The picture, made inside of what guards it. */
function View({ widget, result, shown, set }: { widget: AnyWidget; result: unknown; shown: Values<Params>; set(change: Partial<Values<Params>>): void }) {
  return <>{widget.view(result, { values: shown, set, id: widget.id })}</>;
}

/** The data table, made when it is looked at. */
function LazyTable({ widget, result, shown }: { widget: AnyWidget; result: unknown; shown: Values<Params> }) {
  return <DataTable table={widget.table(result, shown)} caption={widget.title} />;
}

/** Says the result to screen readers, once it stands still. */
function Announcement({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => setSaid(text), 700);
    return () => clearTimeout(timer);
  }, [text]);
  return <p class="visually-hidden" aria-live="polite">{said}</p>;
}

/** A view that throws shows why, and the figure around it lives on. */
class Guard extends Component<{ children: ComponentChildren }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static override getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(previous: { children: ComponentChildren }) {
    if (this.state.error && previous.children !== this.props.children) this.setState({ error: null });
  }

  override render() {
    return this.state.error ? <p class="figure-error" role="alert">{this.state.error.message}</p> : this.props.children;
  }
}
