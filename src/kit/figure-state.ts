/** @file The state of a live figure: what its controls say, what its worker answered, and the address that both follow. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { readAddress, writeAddress } from "./address.ts";
import { narrowBelow } from "./chart.tsx";
import type { FigureProps } from "./figure.tsx";
import type { Params, Values } from "./params.ts";
import type { Outcome } from "./runner.ts";
import { initialValues, type AnyWidget } from "./widget.ts";

/** What is seen: a result, the values that it is of, and its charts. */
type Seen = { result: unknown; of: Values<Params>; drawings: Readonly<Record<string, string>> };

/** What a figure knows while it is alive. The address is the only place where state outlives the page. */
export function useFigureState({ widget, initialResult, runner }: Pick<FigureProps, "widget" | "initialResult" | "runner">) {
  const [values, setValues] = useState<Values<Params>>(() => initialValues(widget));
  const [seen, setSeen] = useState<Seen>(() => ({ result: initialResult, of: values, drawings: {} }));
  const [error, setError] = useState<string | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const [progress, setProgress] = useState<number | null>(null);
  const current = useRef(values);
  const asked = useRef(values);
  const frame = useRef(0);
  const patience = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const box = useRef<HTMLElement>(null);
  const narrow = useRef(false);

  /** Asks at most once a frame, however many inputs come in; controls follow the hand, the result comes when it is there. */
  function show(next: Values<Params>): void {
    current.current = next;
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      setValues(next);
      ask(next);
    });
  }

  function ask(next: Values<Params>): void {
    asked.current = next;
    patience.current ??= showProgressLater();
    runner!.run({ values: next, narrow: narrow.current }, (outcome) => finish(next, outcome), (fraction) => setProgress((old) => (old === null ? old : fraction)));
  }

  function showProgressLater(): ReturnType<typeof setTimeout> {
    return setTimeout(() => setProgress(0), patienceMs);
  }

  function finish(of: Values<Params>, outcome: Outcome): void {
    // While answers keep coming, nobody waits, even if each is of a moment ago.
    clearTimeout(patience.current);
    patience.current = of === asked.current ? undefined : showProgressLater();
    setProgress(null);
    if ("error" in outcome) {
      setError(outcome.error.message);
      return;
    }
    setError(null);
    setSeen((old) => ({ result: "result" in outcome ? outcome.result : old.result, of, drawings: outcome.drawings }));
  }

  // The drawings from build time are for both widths; those of the worker for one.
  useLayoutEffect(() => {
    const isNarrow = (): boolean => box.current!.clientWidth < narrowBelow;
    narrow.current = isNarrow();
    const observer = new ResizeObserver(() => {
      if (narrow.current === isNarrow()) return;
      narrow.current = isNarrow();
      show(current.current);
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  function readLocation(): void {
    const asked = readAddress(widget, location.search.slice(1));
    setProblems(asked.problems);
    show(asked.values);
  }

  useEffect(() => {
    if (readAddress(widget, location.search.slice(1)).mentioned) readLocation();
    addEventListener("popstate", readLocation);
    return () => {
      removeEventListener("popstate", readLocation);
      cancelAnimationFrame(frame.current);
      clearTimeout(patience.current);
      runner!.stop();
    };
  }, []);

  return {
    values,
    // View and summary see the values that the result is of, so that the two never contradict each other.
    shown: seen.of,
    result: seen.result,
    drawings: seen.drawings,
    box,
    error,
    problems,
    progress,
    dismiss: () => setProblems([]),
    /** A control moved: the address follows, and the back button stays what it was. */
    change(change: Partial<Values<Params>>): void {
      const next = { ...current.current, ...change } as Values<Params>;
      show(next);
      writeLocation(widget, next, "replace");
    },
    /** A preset or a reset: a step that the back button undoes. */
    jump(next: Values<Params>): void {
      setProblems([]);
      show(next);
      writeLocation(widget, next, "push");
    },
  };
}

/** A progress bar shows after this many milliseconds. */
const patienceMs = 200;

let pendingWrite: ReturnType<typeof setTimeout> | undefined;

/** Browsers limit how often the address may change, so a drag writes it a few times a second. */
function writeLocation(widget: AnyWidget, values: Values<Params>, how: "replace" | "push"): void {
  const write = (): void => {
    const query = writeAddress(widget, values, location.search.slice(1));
    const address = location.pathname + (query && `?${query}`) + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };
  clearTimeout(pendingWrite);
  if (how === "push") write();
  else pendingWrite = setTimeout(write, 150);
}
