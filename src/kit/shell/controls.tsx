/**
 * @file A control for each parameter: native inputs, which work with keyboard, touch and mouse. This is their markup, as
 * the build renders it; `page/controls.ts` makes them act. `data-param` says which parameter an input sets, `data-action`
 * what a button does.
 */
import type { ComponentChildren, VNode } from "preact";
import { holds } from "../declare/links.ts";
import { limitsOf, nameValue, printValue, showValue, type Ends } from "../declare/param-values.ts";
import type {
  ChoiceParam,
  FileParam,
  NumberParam,
  NumbersParam,
  Param,
  Params,
  TextParam,
  TimelineParam,
  ToggleParam,
  Values,
  WindowParam,
} from "../declare/params.ts";
import { sliderPosition, sliderRange, sliderShare } from "../declare/slider-scale.ts";

type ControlProps<P extends Param> = {
  /** Unique on the page. */
  id: string;
  name: string;
  param: P;
  value: P["initial"];
  values: Values;
  ends: Ends;
};

type ControlsProps = { id: string; params: Params; values: Values; ends: Ends; label: string };

/** A row of controls. Those that do not matter, given the others, are there and hidden. */
export function Controls({ id, params, values, ends, label }: ControlsProps) {
  return (
    <div class="figure-controls" role="group" aria-label={label}>
      {Object.entries(params).map(([name, param]) => (
        <div key={name} class={`control control-${param.kind}`} data-control={name} hidden={!holds(param.when, values)}>
          {controlOf({ id: `${id}-${name}`, name, param, value: values[name] as never, values, ends })}
        </div>
      ))}
    </div>
  );
}

function controlOf(props: ControlProps<Param>) {
  switch (props.param.kind) {
    case "number":
      return <NumberControl {...(props as ControlProps<NumberParam>)} />;
    case "timeline":
      return <TimelineControl {...(props as ControlProps<TimelineParam>)} />;
    case "choice":
      return <ChoiceControl {...(props as ControlProps<ChoiceParam>)} />;
    case "toggle":
      return <ToggleControl {...(props as ControlProps<ToggleParam>)} />;
    case "numbers":
      return <NumbersControl {...(props as ControlProps<NumbersParam>)} />;
    case "window":
      return <WindowControl {...(props as ControlProps<WindowParam>)} />;
    case "file":
      return <FileControl {...(props as ControlProps<FileParam>)} />;
    case "text":
      return <TextControl {...(props as ControlProps<TextParam>)} />;
  }
}

function Label({ id, param, children }: { id: string; param: Param; children?: ComponentChildren }) {
  return (
    <label for={id} title={param.help}>
      {param.label}
      {children}
    </label>
  );
}

/** Where the report's value lies, in words: for controls that have no scale to mark it on. */
function Reported({ param }: { param: Param }) {
  return param.report === undefined ? null : (
    <span class="control-report">report: {nameValue(param, param.report)}</span>
  );
}

/** Characters of the longest value that a field is likely to show. */
function sizeOf(param: NumberParam, values: readonly number[]): number {
  return Math.max(4, ...values.map((value) => showValue(param, value).length + 1));
}

/*
 * Fields to type in and lists to choose from are buttons in a page's HTML, until a script says what they are
 * (`page/late-fields.ts`): browsers that fill in forms lay out every such field at once when a page has been read, also
 * those far below (40 to 60 ms of processor time a chapter).
 */
function typedLater(type: "text" | "search"): { type: "button"; "data-type": string } {
  return { type: "button", "data-type": type };
}

/** A `<select>` or `<textarea>`, behind a button that shows what is chosen or written in it. */
function FieldLater({
  label,
  shown,
  field,
}: {
  label: string;
  shown: string;
  field: VNode<{ id?: string; class?: string }>;
}) {
  const kind = field.type === "select" ? "list-later" : "text-later";
  return (
    <>
      <button
        type="button"
        id={field.props.id}
        class={[kind, field.props.class].filter(Boolean).join(" ")}
        aria-label={`${label}: ${shown}`}
      >
        {shown}
      </button>
      <template data-later>{field}</template>
    </>
  );
}

function NumberControl({ id, name, param, value, values, ends }: ControlProps<NumberParam>) {
  const size = sizeOf(param, [param.initial, param.max, param.report ?? param.initial, param.min + param.step]);
  return (
    <>
      <Label id={id} param={param} />
      <span class="control-value">
        <input
          id={param.fieldOnly ? id : `${id}-field`}
          class="control-field"
          {...typedLater("text")}
          inputMode="decimal"
          autocomplete="off"
          size={size}
          style={`--size:${size}`}
          data-param={name}
          aria-label={param.fieldOnly ? undefined : `${param.label}, typed${param.unit && ` ${param.unit}`}`}
          value={showValue(param, value)}
        />
        {param.unit && <span class="control-unit">{param.unit}</span>}
      </span>
      {param.fieldOnly ? (
        <>
          <button type="button" class="quiet" data-action={`${name}-next`}>
            Another
          </button>
          <Reported param={param} />
        </>
      ) : (
        <span class="control-slider">
          <Slider {...{ id, name, param, value, values, ends }} />
          {param.report !== undefined && (
            <span
              class="control-published"
              style={`--share:${sliderShare(param, param.report, { min: param.min, max: param.max }).toFixed(4)}`}
              title={`In the report: ${nameValue(param, param.report)}`}
            >
              <span aria-hidden="true">report</span>
              <span class="visually-hidden">In the report: {nameValue(param, param.report)}</span>
            </span>
          )}
        </span>
      )}
    </>
  );
}

function TimelineControl({ id, name, param, value, values, ends }: ControlProps<TimelineParam>) {
  const { min, max } = limitsOf(param, values, ends, name);
  return (
    <>
      <Label id={id} param={param} />
      <span class="control-value">
        <output>{showValue(param, value)}</output>
        <span class="control-unit">
          of <span data-end={name}>{showValue(param, max)}</span>
          {param.unit && ` ${param.unit}`}
        </span>
      </span>
      <span class="timeline-buttons">
        <button type="button" data-action={`${name}-back`} aria-label="One step back" disabled={value <= min}>
          ‹
        </button>
        <button type="button" data-action={`${name}-play`} class="timeline-play" aria-pressed={false}>
          Play
        </button>
        <button type="button" data-action={`${name}-step`} aria-label="One step on" disabled={value >= max}>
          ›
        </button>
        {param.speeds.length > 1 && (
          <FieldLater
            label={`Speed of ${param.label}`}
            shown={`×${param.speeds[0]}`}
            field={
              <select
                class="timeline-speed"
                aria-label={`Speed of ${param.label}`}
                autocomplete="off"
                data-speed={name}
              >
                {param.speeds.map((speed) => (
                  <option key={speed} value={speed}>
                    ×{speed}
                  </option>
                ))}
              </select>
            }
          />
        )}
      </span>
      <span class="control-slider">
        <Slider {...{ id, name, param, value, values, ends }} />
      </span>
    </>
  );
}

function Slider({ id, name, param, value, values, ends }: ControlProps<NumberParam> | ControlProps<TimelineParam>) {
  return (
    <input
      id={id}
      type="range"
      autocomplete="off"
      {...sliderRange(param, limitsOf(param, values, ends, name))}
      data-param={name}
      value={sliderPosition(param, value)}
      aria-valuetext={nameValue(param, value)}
    />
  );
}

/** A few options stand side by side, many in a list. */
const mostSegments = 4;

function ChoiceControl({ id, name, param, value, values }: ControlProps<ChoiceParam>) {
  if (param.options.length > mostSegments) {
    return (
      <>
        <Label id={id} param={param} />
        <Reported param={param} />
        <FieldLater
          label={param.label}
          shown={param.options.find((option) => option.value === value)?.label ?? ""}
          field={
            <select id={id} autocomplete="off" data-param={name}>
              {param.options.map((option) => (
                <option
                  key={option.value}
                  value={option.value}
                  selected={option.value === value}
                  disabled={!holds(option.when, values)}
                >
                  {option.label}
                </option>
              ))}
            </select>
          }
        />
      </>
    );
  }
  return (
    <fieldset>
      <legend title={param.help}>{param.label}</legend>
      <span class="segments">
        {param.options.map((option) => (
          <label
            key={option.value}
            class={option.value === param.report ? "is-report" : undefined}
            title={option.value === param.report ? "In the report" : undefined}
          >
            <input
              type="radio"
              autocomplete="off"
              name={id}
              data-param={name}
              value={option.value}
              checked={option.value === value}
              disabled={!holds(option.when, values)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}

function ToggleControl({ name, param, value }: ControlProps<ToggleParam>) {
  return (
    <label title={param.help}>
      <input type="checkbox" autocomplete="off" data-param={name} checked={value} />
      <span>
        {param.label} <Reported param={param} />
      </span>
    </label>
  );
}

function NumbersControl({ id, name, param, value }: ControlProps<NumbersParam>) {
  return (
    <>
      <Label id={id} param={param} />
      <Reported param={param} />
      <FieldLater
        label={param.label}
        shown={printValue(param, value)}
        field={
          <textarea
            id={id}
            rows={2}
            autocomplete="off"
            spellcheck={false}
            placeholder={param.help}
            data-param={name}
            value={printValue(param, value)}
          />
        }
      />
    </>
  );
}

function TextControl({ id, name, param, value }: ControlProps<TextParam>) {
  return (
    <>
      <Label id={id} param={param} />
      <input
        id={id}
        class="control-line"
        {...typedLater("search")}
        autocomplete="off"
        spellcheck={false}
        maxLength={param.maxLength}
        placeholder={param.placeholder}
        data-param={name}
        value={value}
      />
    </>
  );
}

/** The browser says which file was chosen. */
function FileControl({ id, name, param }: ControlProps<FileParam>) {
  return (
    <>
      <Label id={id} param={param} />
      <input id={id} class="control-file" type="file" accept={param.accept} autocomplete="off" data-param={name} />
    </>
  );
}

/** Typed as "2 to 5", or widened to all again; drawn in the view it is zoomed and panned. */
function WindowControl({ id, name, param, value }: ControlProps<WindowParam>) {
  return (
    <>
      <Label id={id} param={param} />
      <span class="control-value">
        <input
          id={id}
          class="control-field"
          {...typedLater("text")}
          autocomplete="off"
          size={16}
          style="--size:16"
          data-param={name}
          value={showValue(param, value)}
        />
        {param.unit && <span class="control-unit">{param.unit}</span>}
      </span>
      <button type="button" class="quiet" data-action={`${name}-all`}>
        All
      </button>
    </>
  );
}
