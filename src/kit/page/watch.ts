/**
 * @file Whether a worker is still there. Browsers say nothing when a worker ends by itself or is ended for want of memory,
 * so it is asked for a sign of life while something is expected of it.
 */

/** Milliseconds between two questions. */
const askEvery = 1000;
/** Milliseconds without a sign after which a worker counts as silent: one that let messages in between its work, … */
const fewSeconds = 8000;
/** … and one whose work may be a single step, during which no message reaches it. */
const aMinute = 60_000;
/** A worker that was slow before may be as slow again. */
const slack = 4;

export type Watch = {
  /** Something is expected of the worker from now on. */
  begin(): void;
  /** The worker was heard of. */
  heard(): void;
  /** Nothing is expected any more. */
  end(): void;
};

/**
 * Watches one worker.
 *
 * A page that is hidden or frozen asks late, and hears late; such a time does not count as silence of the worker.
 *
 * @param ask  resolves when the worker answers
 * @param silent  told when the worker has become silent, and when it is heard of again
 */
export function createWatch(ask: () => Promise<unknown>, silent: (isSilent: boolean) => void): Watch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let asking = false;
  let answers = 0;
  /** Whether it ever answered: before, it may still be loading. */
  let hasAnswered = false;
  let lastSign = 0;
  let lastTick = 0;
  let longestGap = 0;
  let isSilent = false;

  function sign(): void {
    if (timer === undefined) return;
    const now = performance.now();
    longestGap = Math.max(longestGap, now - lastSign);
    lastSign = now;
    if (isSilent) silent((isSilent = false));
  }

  function question(): void {
    if (asking) return;
    asking = true;
    void ask().then(() => {
      asking = false;
      hasAnswered = true;
      answers++;
      sign();
    });
  }

  function tick(): void {
    const now = performance.now();
    if (now - lastTick > 3 * askEvery) lastSign = now;
    lastTick = now;
    // The first answer comes before the work, so that only later ones show that messages are let in.
    const mayBeBusy = !hasAnswered || answers === 1;
    const patience = mayBeBusy ? aMinute : Math.max(fewSeconds, slack * longestGap);
    if (!isSilent && now - lastSign > patience) silent((isSilent = true));
    question();
  }

  return {
    begin() {
      if (timer !== undefined) return;
      [answers, longestGap] = [0, 0];
      lastSign = lastTick = performance.now();
      timer = setInterval(tick, askEvery);
      question();
    },
    heard() {
      // News comes from between two steps of the work.
      answers = Math.max(answers, 2);
      sign();
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      if (isSilent) silent((isSilent = false));
    },
  };
}
