/**
 * @file A figure of the page, alive.
 *
 * ```
 * build ─ HTML ─→ at rest ─ pointer, focus, touch, ──→ loading ─→ alive
 *                           its key in the address,
 *                           a look when nothing else is to do
 *
 * alive:  input ─→ values ─┬→ controls and address, in the same task
 *                          └→ worker, once a frame ─→ HTML of view and summary ─→ painted piece by piece
 * ```
 *
 * What the build rendered is what stands here: nothing is rendered anew, and a figure comes alive by listening.
 */
import { signsOfInterest } from "./bring-ahead.ts";
import { readAddress, readPin } from "../declare/address.ts";
import { keyOf } from "../declare/key.ts";
import type { Mine } from "../declare/mine.ts";
import { asWritten, parseValue, settled, type Ends } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import { stateLine } from "../declare/state-line.ts";
import { initialValues, sameValues, type WidgetFace } from "../declare/widget.ts";
import type { Place } from "../shell/state-texts.ts";
import { rowsMore } from "../view/data-rows.ts";
import { narrowBelow } from "../view/widths.ts";
import type { Answer } from "../worker/service.tsx";
import { bindControls } from "./controls.ts";
import { currentQuery, onOtherAddress, sharedEvent, tellShared, writeLocation, type SharedChange } from "./location.ts";
import { bindHistory } from "./history.ts";
import { bindKeep } from "./keep.ts";
import { bindMarks } from "./marks.ts";
import { bindMine } from "./mine.ts";
import { createPainter } from "./painter.ts";
import { bindParts } from "./parts.ts";
import { afterFrame, pause } from "./pause.ts";
import { bindPin } from "./pin.ts";
import { bindPresets } from "./presets.ts";
import { createRunner } from "./runner.ts";
import { createStatus } from "./status.ts";
import { bindTools } from "./tools.ts";

export type LiveOptions = Place & {
  /** "2.2.1", on a page that numbers its figures. */
  number?: string;
  /** Where times and windows end at rest. */
  ends: Ends;
  /** Address at which a code listing opens as a live cell. */
  cellLink(code: string): Promise<string>;
  createWorker(): Worker;
  /** The reader's own model and cluster, `null` if nothing was said of them, and the page on which it is. */
  mine(): Mine | null;
  minePage: string;
  /** Parameters that nothing in the page may set: they stay as the address has them. */
  locked: readonly string[];
};

/** A result is said aloud once it has stood this long, in milliseconds. */
const restMs = 700;

/**
 * Makes a figure live, in a few short tasks.
 *
 * @param figure  the element around what `renderFigure` rendered
 * @param pressed  does again what was pressed while the code was on its way
 */
export async function bringToLife(
  figure: HTMLElement,
  face: WidgetFace,
  options: LiveOptions,
  pressAgain: () => void,
): Promise<void> {
  const data = figure.querySelector<HTMLDetailsElement>(".figure-data")!;
  const view = figure.querySelector<HTMLElement>(".figure-view")!;
  let { ends } = options;
  /** What was asked for, what of it the other values allow, and what is seen: that may be a moment behind. */
  let wanted = initialValues(face);
  let values = settled(face.params, wanted, ends);
  let shown = values;
  let asked: Values | null = null;
  let narrow = false;
  let asking = false;
  /** How much of the data table is shown. */
  let rows = rowsMore;
  /** The control or mark that was used last: what goes wrong then is said there. */
  let lastUsed: string | undefined;

  await breathe();
  const status = createStatus(figure);
  const runner = createRunner(face, options.createWorker, (isSilent) =>
    status.silent(isSilent ? () => runner.again() : null),
  );
  // Before anybody reaches for the figure, it needs no worker.
  if (isReachedFor()) runner.prepare();
  else
    for (const sign of signsOfInterest)
      figure.addEventListener(sign, () => runner.prepare(), { once: true, passive: true });
  await breathe();
  // In one task: what is touched comes before, and is caught up with, or after, and is heard.
  const tools = bindTools(figure, face, options, {
    values: () => written(values),
    shown: () => written(shown),
    pinned: () => pin.values(),
    csv: runner.csv,
    file: runner.file,
    announce: status.announce,
  });
  const pin = bindPin(figure, face, {
    shown: () => shown,
    ends: () => ends,
    narrow: () => narrow,
    picture: runner.picture,
    jump,
    pinned: () => writeLocation(face, written(values), pin.values(), "replace"),
    announce: status.announce,
  });
  const history = bindHistory(figure, face, {
    values: () => written(values),
    change,
    go,
    announce: status.announce,
  });
  const marks = bindMarks(figure, face.params, change);
  const parts = bindParts(view, {
    params: face.params,
    change,
    probe: (label, question) => runner.probe({ values, narrow, rows: 0 }, label, question),
    announce: status.announce,
  });
  const painter = createPainter(figure, (whole) => {
    marks.follow(whole && shown === values);
    parts.follow(values);
  });
  const controls = bindControls(figure, face, {
    change,
    values: () => values,
    wanted: () => wanted,
    ends: () => ends,
    give: runner.give,
  });
  const presets = bindPresets(figure, face, jump);
  const mine = bindMine(figure, face, {
    ...options,
    values: () => values,
    jump,
    problems: status.problems,
    announce: status.announce,
  });
  bindKeep(figure);
  // On paper a line of text says what the controls said.
  addEventListener("beforeprint", () => (figure.querySelector(".figure-state")!.textContent = stateLine(face, shown)));
  // The table is made only while somebody looks at it.
  data.addEventListener("toggle", () => data.open && ask());
  data.addEventListener("click", ({ target }) => {
    if (!(target as Element).closest("[data-action=more-rows]")) return;
    rows += rowsMore;
    ask();
  });
  // The view of the build is for both widths, that of the worker for one.
  new ResizeObserver(([{ contentRect }]) => {
    if (narrow === contentRect.width < narrowBelow) return;
    narrow = !narrow;
    pin.follow();
    if (asked) ask();
  }).observe(view);
  onOtherAddress(readLocation);
  addEventListener(sharedEvent, (event) => followShared((event as CustomEvent<SharedChange>).detail));
  const atFirst = readAddress(face, currentQuery());
  wanted = atFirst.values;
  values = settled(face.params, wanted, ends);
  await breathe();
  if (atFirst.mentioned) {
    status.problems(atFirst.problems);
    // What was typed or pressed meanwhile is in `wanted` already.
    figure.toggleAttribute("data-stale", !sameValues(face, values, shown));
    show(wanted);
  }
  controls.catchUp();
  pressAgain();
  pin.set(readPin(face, currentQuery()));
  // Whoever opened the data before this listened sees the first rows as text.
  if (data.open) ask();
  void rehearse();

  function isReachedFor(): boolean {
    return figure.matches(":hover, :focus-within");
  }

  /** What runs for the first time runs slowly: where there is time before the first touch, it runs once to no effect. */
  async function rehearse(): Promise<void> {
    for (const step of [say, painter.rehearse]) {
      await breathe();
      if (isReachedFor()) return;
      step();
    }
  }

  /** A control moved: the address follows, and the back button stays what it was. */
  function change(asked: Readonly<Record<string, unknown>>): void {
    const change = Object.fromEntries(Object.entries(asked).filter(([name]) => !options.locked.includes(name)));
    if (Object.keys(change).length === 0) return say(); // what was moved goes back
    lastUsed = Object.keys(change).at(-1);
    step({ ...wanted, ...change } as Values);
    writeLocation(face, written(values), pin.values(), "replace");
    tellShared(face, Object.keys(change), values);
  }

  /** A preset or a reset: a step that the back button undoes. */
  function jump(next: Values): void {
    lastUsed = undefined;
    status.problems([]);
    controls.forget();
    step({ ...next, ...lockedValues() } as Values);
    writeLocation(face, written(values), pin.values(), "push");
    tellShared(face, Object.keys(face.params), values);
  }

  /** A step that was made before is undone, or done again. */
  function go(change: Readonly<Record<string, unknown>>): void {
    lastUsed = undefined;
    controls.forget();
    show({ ...wanted, ...change, ...lockedValues() } as Values);
    writeLocation(face, written(values), pin.values(), "replace");
    tellShared(face, Object.keys(change), values);
  }

  /** Shows another state, to which the reader has gone from this one. */
  function step(next: Values): void {
    history.note(wanted, next);
    show(next);
  }

  /** Values as an address says them. */
  function written(of: Values): Values {
    return asWritten(face.params, of, ends);
  }

  function lockedValues(): Values {
    return Object.fromEntries(options.locked.map((name) => [name, wanted[name]]));
  }

  function show(next: Values): void {
    wanted = next;
    values = settled(face.params, wanted, ends);
    say();
    ask();
  }

  /** Lets controls, presets and tools say the values. */
  function say(): void {
    parts.follow(values);
    controls.show(values);
    presets(values, ends);
    tools.follow();
    history.follow();
    mine();
  }

  /** Asks at most once a frame, however many inputs come in; after it, since the worker would take its time from it. */
  function ask(): void {
    if (asking) return;
    asking = true;
    void afterFrame().then(() => {
      asking = false;
      const of = (asked = values);
      status.wait();
      runner.run(
        { values: of, narrow, rows: data.open ? rows : 0 },
        {
          progress: status.progress,
          answered: (answer, isWhole, held) => see(of, answer, isWhole, held),
          failed(error, at = lastUsed) {
            status.arrived(of === asked);
            const isSaid = at !== undefined && controls.complain({ at, say: error });
            status.error(isSaid ? null : error);
          },
        },
      );
    });
  }

  function see(of: Values, answer: Answer, isWhole: boolean, held: boolean): Promise<void> {
    if (isWhole) status.arrived(of === asked);
    else status.partly(held);
    status.error(null);
    controls.complain(null);
    figure.removeAttribute("data-stale");
    shown = of;
    const painted = painter.paint(answer);
    pin.follow();
    if (isWhole)
      status.announce([answer.summary, answer.remark, ...controls.moves()].filter(Boolean).join(" "), restMs);
    if (JSON.stringify(ends) === JSON.stringify(answer.ends)) return painted;
    ends = answer.ends;
    values = settled(face.params, wanted, ends);
    say();
    return painted;
  }

  function readLocation(): void {
    const { values: next, problems } = readAddress(face, currentQuery());
    status.problems(problems);
    controls.forget();
    step(next);
    pin.set(readPin(face, currentQuery()));
  }

  /** Another figure of the page set a parameter that this one has too. */
  function followShared({ key, text, by }: SharedChange): void {
    const name = Object.keys(face.params).find((name) => keyOf(face, name) === key);
    if (name === undefined || by === face.id || options.locked.includes(name)) return;
    const parsed = parseValue(face.params[name], text);
    if ("value" in parsed) show({ ...wanted, [name]: parsed.value } as Values);
  }
}

/** Lets the page draw, and the reader's hand go first. */
async function breathe(): Promise<void> {
  await afterFrame();
  await pause();
}
