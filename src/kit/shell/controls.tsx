/**
 * @file A control for each parameter: native inputs, which work with keyboard, touch and mouse. This is their markup, as
 * the build renders it; `page/controls.ts` makes them act. `data-param` says which parameter an input sets, `data-action`
 * what a button does.
 */
import type { ChoiceParam, NumberParam, NumbersParam, Param, Params, TimelineParam, ToggleParam, Values } from "../declare/params.ts";
import { sliderPosition, sliderRange, sliderShare } from "../declare/slider-scale.ts";

type ControlProps<P extends Param> = {
  /** Unique on the page. */
  id: string;
  name: string;
  param: P;
  value: P["initial"];
};

/** A row of controls. Those that do not matter, given the others, are there and hidden. */
export function Controls({ id, params, values, label }: { id: string; params: Params; values: Values<Params>; label: string }) {
  return (
    <div class="figure-controls" role="group" aria-label={label}>
      {Object.entries(params).map(([name, param]) => (
        <div key={name} class={`control control-${param.kind}`} data-control={name} hidden={!(param.when?.(values) ?? true)}>
          {controlOf({ id: `${id}-${name}`, name, param, value: values[name] as never })}
        </div>
      ))}
    </div>
  );
}

function controlOf(props: ControlProps<Param>) {
  switch (props.param.kind) {
    case "number": return <NumberControl {...(props as ControlProps<NumberParam>)} />;
    case "timeline": return <TimelineControl {...(props as ControlProps<TimelineParam>)} />;
    case "choice": return <ChoiceControl {...(props as ControlProps<ChoiceParam<string>>)} />;
    case "toggle": return <ToggleControl {...(props as ControlProps<ToggleParam>)} />;
    case "numbers": return <NumbersControl {...(props as ControlProps<NumbersParam>)} />;
  }
}

function NumberControl({ id, name, param, value }: ControlProps<NumberParam>) {
  const published = param.published === undefined ? param.initial : param.published;
  const unit = param.unit && ` ${param.unit}`;
  const size = Math.max(4, param.format(param.max).length, param.format(param.initial).length);
  return (
    <>
      <label for={id} title={param.help}>{param.label}</label>
      <span class="control-value">
        <input
          id={param.fieldOnly ? id : `${id}-field`}
          class="control-field"
          type="text"
          inputMode="decimal"
          autocomplete="off"
          size={size}
          style={`--size:${size}`}
          data-param={name}
          aria-label={param.fieldOnly ? undefined : `${param.label}, typed${unit}`}
          value={param.format(value)}
        />
        {param.unit && <span class="control-unit">{param.unit}</span>}
      </span>
      {param.fieldOnly ? (
        <button type="button" class="quiet" data-action={`${name}-next`}>Another</button>
      ) : (
        <span class="control-slider">
          <Slider {...{ id, name, param, value }} />
          {published !== null && (
            <span class="control-published" style={`--share:${sliderShare(param, published).toFixed(4)}`} title={`In the report: ${param.format(published)}${unit}`} aria-hidden="true" />
          )}
        </span>
      )}
    </>
  );
}

function TimelineControl({ id, name, param, value }: ControlProps<TimelineParam>) {
  return (
    <>
      <label for={id} title={param.help}>{param.label}</label>
      <span class="control-value">
        <output>{param.format(value)}</output>
        <span class="control-unit">of {param.format(param.max)}{param.unit && ` ${param.unit}`}</span>
      </span>
      <span class="timeline-buttons">
        <button type="button" data-action={`${name}-back`} aria-label="One step back" disabled={value <= param.min}>‹</button>
        <button type="button" data-action={`${name}-play`} class="timeline-play" aria-pressed={false}>Play</button>
        <button type="button" data-action={`${name}-step`} aria-label="One step on" disabled={value >= param.max}>›</button>
      </span>
      <span class="control-slider">
        <Slider {...{ id, name, param, value }} />
      </span>
    </>
  );
}

function Slider({ id, name, param, value }: ControlProps<NumberParam> | ControlProps<TimelineParam>) {
  return (
    <input
      id={id}
      type="range"
      autocomplete="off"
      {...sliderRange(param)}
      data-param={name}
      value={sliderPosition(param, value)}
      aria-valuetext={param.format(value) + (param.unit && ` ${param.unit}`)}
    />
  );
}

/** A few options stand side by side, many in a list. */
const mostSegments = 4;

function ChoiceControl({ id, name, param, value }: ControlProps<ChoiceParam<string>>) {
  if (param.options.length > mostSegments) {
    return (
      <>
        <label for={id} title={param.help}>{param.label}</label>
        <select id={id} autocomplete="off" data-param={name}>
          {param.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>{option.label}</option>
          ))}
        </select>
      </>
    );
  }
  return (
    <fieldset>
      <legend title={param.help}>{param.label}</legend>
      <span class="segments">
        {param.options.map((option) => (
          <label key={option.value}>
            <input type="radio" autocomplete="off" name={id} data-param={name} value={option.value} checked={option.value === value} />
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
      <span>{param.label}</span>
    </label>
  );
}

function NumbersControl({ id, name, param, value }: ControlProps<NumbersParam>) {
  return (
    <>
      <label for={id} title={param.help}>{param.label}</label>
      <textarea id={id} rows={2} autocomplete="off" spellcheck={false} placeholder={param.help} data-param={name} value={param.print(value)} />
    </>
  );
}
