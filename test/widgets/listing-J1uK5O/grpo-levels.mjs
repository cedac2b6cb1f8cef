import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-levels-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-levels-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-levels-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-levels-3.ts");
