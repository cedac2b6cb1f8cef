import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/delayed-scaling-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/delayed-scaling-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/delayed-scaling-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/delayed-scaling-3.ts");
