/** @file A control for each parameter: native inputs, which work with keyboard, touch and mouse. */
import { Component } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ChoiceParam, NumberParam, NumbersParam, Param, TimelineParam, ToggleParam } from "./params.ts";
import { sliderPosition, sliderRange, sliderShare, sliderValue } from "./slider-scale.ts";

type ControlProps<P extends Param> = {
  /** Unique on the page. */
  id: string;
  name: string;
  param: P;
  value: P["initial"];
  set(value: P["initial"]): void;
};

/** The control that suits a parameter. It is drawn again only if its own value changes. */
export class Control extends Component<ControlProps<Param>> {
  override shouldComponentUpdate(next: ControlProps<Param>): boolean {
    return next.value !== this.props.value || next.param !== this.props.param;
  }

  override render(props: ControlProps<Param>) {
    return controlOf(props);
  }
}

/** `data-param` on an input says which parameter it sets. */
function controlOf(props: ControlProps<Param>) {
  switch (props.param.kind) {
    case "number": return <NumberControl {...(props as ControlProps<NumberParam>)} />;
    case "timeline": return <TimelineControl {...(props as ControlProps<TimelineParam>)} />;
    case "choice": return <ChoiceControl {...(props as ControlProps<ChoiceParam<string>>)} />;
    case "toggle": return <ToggleControl {...(props as ControlProps<ToggleParam>)} />;
    case "numbers": return <NumbersControl {...(props as ControlProps<NumbersParam>)} />;
  }
}

/** What is typed but not (yet) a value stays in the field, with the reason under it. */
function useDraft<T>(param: Pick<Param, "kind"> & { parse(text: string): { value: T } | { error: string } }, printed: string, set: (value: T) => void) {
  const [draft, setDraft] = useState<{ text: string; error: string | null } | null>(null);
  // A value that comes from elsewhere (slider, preset, address) replaces what was typed before.
  useEffect(() => setDraft((old) => (old?.error === null ? old : null)), [printed]);
  return {
    text: draft?.text ?? printed,
    error: draft?.error ?? null,
    type(text: string): void {
      const parsed = param.parse(text);
      setDraft({ text, error: "error" in parsed ? parsed.error : null });
      if ("value" in parsed) set(parsed.value);
    },
    leave: () => setDraft((old) => (old?.error ? old : null)),
    drop: () => setDraft(null),
  };
}

function NumberControl({ id, name, param, value, set }: ControlProps<NumberParam>) {
  const draft = useDraft(param, param.format(value), set);
  const published = param.published === undefined ? param.initial : param.published;
  const unit = param.unit && ` ${param.unit}`;
  const field = (
    <span class="control-value">
      <input
        id={param.fieldOnly ? id : undefined}
        class="control-field"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        size={Math.max(4, param.format(param.max).length, param.format(param.initial).length)}
        data-param={name}
        aria-label={param.fieldOnly ? undefined : `${param.label}, typed${unit}`}
        aria-invalid={draft.error !== null}
        aria-describedby={draft.error ? `${id}-error` : undefined}
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      {param.unit && <span class="control-unit">{param.unit}</span>}
    </span>
  );
  return (
    <div class="control control-number">
      <label for={id} title={param.help}>{param.label}</label>
      {field}
      {param.fieldOnly ? (
        <button type="button" class="quiet" data-action={`${name}-next`} onClick={() => { draft.drop(); set(value >= param.max ? param.min : value + 1); }}>
          Another
        </button>
      ) : (
        <span class="control-slider">
          <input
            id={id}
            type="range"
            autocomplete="off"
            {...sliderRange(param)}
            data-param={name}
            value={sliderPosition(param, value)}
            aria-valuetext={param.format(value) + unit}
            onInput={(event) => { draft.drop(); set(sliderValue(param, event.currentTarget.valueAsNumber)); }}
          />
          {published !== null && (
            <span class="control-published" style={`--share:${sliderShare(param, published).toFixed(4)}`} title={`In the report: ${param.format(published)}${unit}`} aria-hidden="true" />
          )}
        </span>
      )}
      {draft.error && <p class="control-error" id={`${id}-error`} role="alert">{draft.error}</p>}
    </div>
  );
}

function TimelineControl({ id, name, param, value, set }: ControlProps<TimelineParam>) {
  const [playing, setPlaying] = useState(false);
  const atEnd = value >= param.max;
  useEffect(() => {
    if (!playing) return;
    if (atEnd) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => set(Math.min(param.max, value + param.step)), 1000 / param.stepsPerSecond);
    return () => clearTimeout(timer);
  }, [playing, value, atEnd]);
  const play = (): void => {
    if (!playing && atEnd) set(param.min);
    setPlaying(!playing);
  };
  const go = (to: number): void => {
    setPlaying(false);
    set(Math.min(param.max, Math.max(param.min, to)));
  };
  const unit = param.unit && ` ${param.unit}`;
  return (
    <div class="control control-timeline">
      <label for={id} title={param.help}>{param.label}</label>
      <span class="control-value">
        <output>{param.format(value)}</output>
        <span class="control-unit">of {param.format(param.max)}{unit}</span>
      </span>
      <span class="timeline-buttons">
        <button type="button" data-action={`${name}-back`} aria-label="One step back" disabled={value <= param.min} onClick={() => go(value - param.step)}>‹</button>
        <button type="button" data-action={`${name}-play`} class="timeline-play" aria-pressed={playing} onClick={play}>{playing ? "Pause" : "Play"}</button>
        <button type="button" data-action={`${name}-step`} aria-label="One step on" disabled={atEnd} onClick={() => go(value + param.step)}>›</button>
      </span>
      <span class="control-slider">
        <input
          id={id}
          type="range"
          autocomplete="off"
          {...sliderRange(param)}
          data-param={name}
          value={value}
          aria-valuetext={`${param.format(value)}${unit}`}
          onInput={(event) => go(event.currentTarget.valueAsNumber)}
        />
      </span>
    </div>
  );
}

/** A few options stand side by side, many in a list. */
const mostSegments = 4;

function ChoiceControl({ id, name, param, value, set }: ControlProps<ChoiceParam<string>>) {
  if (param.options.length > mostSegments) {
    return (
      <div class="control control-choice">
        <label for={id} title={param.help}>{param.label}</label>
        <select id={id} autocomplete="off" data-param={name} onChange={(event) => set(event.currentTarget.value)}>
          {param.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>{option.label}</option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <fieldset class="control control-choice">
      <legend title={param.help}>{param.label}</legend>
      <span class="segments">
        {param.options.map((option) => (
          <label key={option.value}>
            <input type="radio" autocomplete="off" name={id} data-param={name} value={option.value} checked={option.value === value} onChange={() => set(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}

function ToggleControl({ name, param, value, set }: ControlProps<ToggleParam>) {
  return (
    <div class="control control-toggle">
      <label title={param.help}>
        <input type="checkbox" autocomplete="off" data-param={name} checked={value} onChange={(event) => set(event.currentTarget.checked)} />
        <span>{param.label}</span>
      </label>
    </div>
  );
}

function NumbersControl({ id, name, param, value, set }: ControlProps<NumbersParam>) {
  const draft = useDraft(param, param.print(value), set);
  return (
    <div class="control control-numbers">
      <label for={id} title={param.help}>{param.label}</label>
      <textarea
        id={id}
        rows={2}
        autocomplete="off"
        spellcheck={false}
        placeholder={param.help}
        data-param={name}
        aria-invalid={draft.error !== null}
        aria-describedby={draft.error ? `${id}-error` : undefined}
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      {draft.error && <p class="control-error" id={`${id}-error`} role="alert">{draft.error}</p>}
    </div>
  );
}
