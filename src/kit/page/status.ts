/** @file Status of a figure: progress, errors, what an address asked for in vain, and announcements to screen readers. */

/** A progress bar shows after this many milliseconds. */
const patienceMs = 200;
export type Status = {
  /** A run has been asked for. */
  wait(): void;
  /** How far it is, from 0 to 1. */
  progress(fraction: number): void;
  /** A part of one is seen, so that nobody looks at an old picture; after one that is `held` nothing is under way. */
  partly(held: boolean): void;
  /** One has ended; `isNewest` unless another one was asked for meanwhile. */
  arrived(isNewest: boolean): void;
  /** Why there is no result; `null` if there is one. */
  error(message: string | null): void;
  /** Says that the worker ended or is silent, with a button for `again`; `null` if it is not. */
  silent(again: (() => void) | null): void;
  /** What could not be done as asked; nothing, to take it back. */
  problems(sentences: readonly string[]): void;
  /** Says something to screen readers, unless there is something newer within `delay` milliseconds. */
  announce(text: string, delay?: number): void;
};

/** The status of one figure. */
export function createStatus(figure: HTMLElement): Status {
  const box = figure.querySelector("figure")!;
  const place = figure.querySelector(".figure-status")!;
  const speech = figure.querySelector("[aria-live]")!;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let bar: HTMLProgressElement | null = null;
  let failure: HTMLElement | null = null;
  let notice: HTMLElement | null = null;
  let silence: HTMLElement | null = null;

  function showBar(): void {
    box.setAttribute("aria-busy", "true");
    bar = make("progress", { class: "figure-progress", "aria-label": "Computing" });
    place.append(bar);
  }

  function hideBar(): void {
    if (!bar) return;
    bar.remove();
    bar = null;
    box.removeAttribute("aria-busy");
  }

  function problems(sentences: readonly string[]): void {
    notice?.remove();
    notice = null;
    if (sentences.length === 0) return;
    const button = make("button", { class: "quiet", type: "button" }, "Dismiss");
    button.addEventListener("click", () => problems([]));
    notice = make(
      "div",
      { class: "figure-problems", role: "status" },
      ...sentences.map((sentence) => make("p", {}, sentence)),
      button,
    );
    place.append(notice);
  }

  return {
    problems,
    wait() {
      patience ??= setTimeout(showBar, patienceMs);
    },
    progress(fraction) {
      if (bar && fraction > 0) bar.value = fraction;
    },
    partly(held) {
      box.removeAttribute("aria-busy");
      if (!held) return;
      clearTimeout(patience);
      patience = undefined;
      hideBar();
    },
    arrived(isNewest) {
      // While answers keep coming, nobody waits, even if each is of a moment ago.
      clearTimeout(patience);
      patience = isNewest ? undefined : setTimeout(showBar, patienceMs);
      hideBar();
    },
    error(message) {
      if (failure?.textContent === message) return;
      failure?.remove();
      failure = message === null ? null : make("p", { class: "figure-error", role: "alert" }, message);
      if (failure) place.append(failure);
    },
    silent(again) {
      if ((silence === null) === (again === null)) return;
      silence?.remove();
      silence = null;
      if (!again) return;
      const button = make("button", { class: "quiet", type: "button" }, "Start again");
      button.addEventListener("click", again);
      silence = make(
        "div",
        { class: "figure-problems", role: "alert" },
        make(
          "p",
          {},
          "What computes this figure has ended or gives no sign of life. The browser may have stopped it, as it does when memory runs short. What is shown was computed before.",
        ),
        button,
      );
      place.append(silence);
    },
    announce(text, delay = 0) {
      clearTimeout(rest);
      rest = setTimeout(() => (speech.textContent = text), delay);
    },
  };
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
