import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-laboratory-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-laboratory-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-laboratory-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-laboratory-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/balance-laboratory-4.ts");
