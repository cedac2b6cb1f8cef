import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-scope-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-scope-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-scope-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-scope-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-scope-4.ts");
