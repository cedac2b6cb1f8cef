/** The part of @observablehq/runtime 6 that the engine uses; the package brings no types. */
declare module "@observablehq/runtime" {
  export type Observer = { pending?(): void; fulfilled?(value: unknown): void; rejected?(error: unknown): void };

  export class Variable {
    define(name: string, inputs: readonly string[], definition: (...values: any[]) => unknown): this;
    delete(): this;
  }

  export class Module {
    variable(observer?: Observer | true): Variable;
  }

  export class Runtime {
    constructor(builtins?: Record<string, unknown>);
    module(): Module;
    dispose(): void;
  }

  export class RuntimeError extends Error {
    /** The variable whose value could not be had; absent if the runtime itself objects. */
    readonly input?: string;
  }
}
