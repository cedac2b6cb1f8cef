import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-live-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-live-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-live-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-live-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/grpo-live-4.ts");
