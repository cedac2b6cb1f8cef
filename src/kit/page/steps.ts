/** @file The steps of a reader in one figure, to be undone and done again: which parameters changed, from what to what. */
import { printValue } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

/** A part of a state. */
export type Change = Readonly<Record<string, unknown>>;

export type Steps = {
  /** Whether there is a step to undo, and one to do again. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Takes note of a step, made `at` so many milliseconds. What is not in it stays as another step has left it. */
  note(before: Values, after: Values, at: number): void;
  /** What takes the last step back; `null` if there is none. */
  undo(): Change | null;
  /** What does a step again that was undone; `null` if there is none. */
  redo(): Change | null;
};

type Step = { before: Change; after: Change; at: number };

/** A hand that moves one parameter on within so many milliseconds is still at the same step: a drag, a word, a run of a timeline. */
const apart = 800;
/** So many steps are remembered. */
const most = 200;

export function createSteps({ params }: Pick<WidgetFace, "params">): Steps {
  let done: Step[] = [];
  let undone: Step[] = [];

  const differing = (a: Change, b: Change): string[] =>
    Object.keys(a).filter((name) => printValue(params[name], a[name]) !== printValue(params[name], b[name]));
  const part = (values: Change, names: readonly string[]): Change =>
    Object.fromEntries(names.map((name) => [name, values[name]]));

  function note(before: Values, after: Values, at: number): void {
    const names = differing(before, after);
    if (names.length === 0) return;
    undone = [];
    const last = done.at(-1);
    if (last && at - last.at < apart && isMoved(last, names)) {
      done = done.slice(0, -1);
      // Moved there and back is no step.
      if (differing(last.before, part(after, names)).length === 0) return;
      done.push({ before: last.before, after: part(after, names), at });
      return;
    }
    done = [...done.slice(1 - most), { before: part(before, names), after: part(after, names), at }];
  }

  /** Whether the step moved the same parameter, which is one that a hand moves on and on. */
  function isMoved({ before }: Step, names: readonly string[]): boolean {
    const [name] = names;
    return (
      names.length === 1 && Object.keys(before).join() === name && !["choice", "toggle"].includes(params[name].kind)
    );
  }

  function take(from: Step[], to: Step[], side: "before" | "after"): Change | null {
    const step = from.pop();
    if (!step) return null;
    to.push({ ...step, at: -Infinity });
    return step[side];
  }

  return {
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
    note,
    undo: () => take(done, undone, "before"),
    redo: () => take(undone, done, "after"),
  };
}
