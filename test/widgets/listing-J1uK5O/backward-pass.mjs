import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/backward-pass-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/backward-pass-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/backward-pass-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/backward-pass-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/backward-pass-4.ts");
