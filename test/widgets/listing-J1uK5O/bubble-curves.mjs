import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-4.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bubble-curves-5.ts");
