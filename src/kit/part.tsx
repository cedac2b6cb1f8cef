/**
 * @file A part of a figure with a root of its own. A figure comes alive part by part, each in a short task, and a part
 * that nobody looks at while a slider moves waits until it rests, or until it is unfolded.
 */
import { hydrate, render, type ComponentChild } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Gets what a part has to do when the figure comes alive; whoever mounts the figure does it, in tasks of its own. */
export type Stage = (hydratePart: () => void) => void;

type PartProps = {
  class?: string;
  role?: "group";
  "aria-label"?: string;
  /** Absent at build time, when the part is rendered where it stands. */
  stage?: Stage;
  /** Milliseconds without a change after which the part follows; at once if left out. Pointer and focus hurry it. */
  rest?: number;
  /** Folded away, it neither comes alive nor follows. */
  folded?: boolean;
  children: ComponentChild;
};

/** A `div` around a part. */
export function Part({ stage, rest = 0, folded = false, children, ...attributes }: PartProps) {
  const element = useRef<HTMLDivElement>(null);
  const alive = useRef(false);
  // What the build rendered is what the first render here would: hydration begins with that.
  const shown = useRef(children);
  const latest = useRef(children);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  latest.current = children;

  const follow = (): void => {
    clearTimeout(timer.current);
    if (!alive.current || shown.current === latest.current) return;
    shown.current = latest.current;
    render(shown.current, element.current!);
  };
  const come = (): void => {
    if (alive.current || !element.current) return;
    hydrate(shown.current, element.current);
    alive.current = true;
    follow();
  };

  useLayoutEffect(() => {
    if (!folded && !alive.current) stage!(come);
  }, [folded]);

  useLayoutEffect(() => {
    clearTimeout(timer.current);
    if (folded) return;
    if (rest === 0) follow();
    else timer.current = setTimeout(follow, rest);
  }, [children, folded]);

  useLayoutEffect(() => () => {
    clearTimeout(timer.current);
    if (alive.current) render(null, element.current!);
  }, []);

  if (!stage) return <div {...attributes}>{children}</div>;
  return <div {...attributes} ref={element} onPointerOver={follow} onFocusIn={follow} dangerouslySetInnerHTML={untouched} />;
}

/** Preact leaves what is in the element alone: hydration sets no HTML, and it never changes. */
const untouched = { __html: "" };

/** A disclosure, whose part sleeps while it is closed. */
export function Fold({ class: className, label, ...part }: Pick<PartProps, "stage" | "rest" | "children" | "role" | "aria-label"> & { class: string; label: string }) {
  const details = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  // The reader may have opened it before the figure was alive.
  useLayoutEffect(() => setOpen(details.current!.open), []);
  return (
    <details class={className} ref={details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      <Part {...part} folded={!open} />
    </details>
  );
}
