/** @file What `view(…)` gives: a value that comes again whenever its control is moved. */
import type { Input } from "./inputs.ts";

/** Those that wait for the next value of an input. */
const waiting = new WeakMap<Input<unknown>, (() => void)[]>();

/** The values of one control. */
export class View {
  readonly #input: Input<unknown>;

  constructor(input: Input<unknown>) {
    this.#input = input;
  }

  /** Whether `value` is a view. Asks nothing of it: it may be a proxy that traps every question. */
  static is(value: unknown): value is View {
    return typeof value === "object" && value !== null && #input in value;
  }

  /** The value now, and then each new one, boxed; what came while nobody looked is not repeated. */
  async *boxes(): AsyncGenerator<{ value: unknown }> {
    let seen = -1;
    for (;;) {
      if (this.#input.version !== seen) {
        seen = this.#input.version;
        yield { value: this.#input.value };
      } else
        await new Promise<void>((resolve) => waiting.set(this.#input, [...(waiting.get(this.#input) ?? []), resolve]));
    }
  }

  /** Wakes those that wait for a new value of `input`. */
  static announce(input: Input<unknown>): void {
    const all = waiting.get(input) ?? [];
    waiting.delete(input);
    for (const wake of all) wake();
  }
}
