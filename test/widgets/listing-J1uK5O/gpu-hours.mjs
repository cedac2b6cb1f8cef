import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpu-hours-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpu-hours-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpu-hours-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpu-hours-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpu-hours-4.ts");
