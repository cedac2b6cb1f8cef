import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bandwidth-balance-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bandwidth-balance-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bandwidth-balance-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bandwidth-balance-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/bandwidth-balance-4.ts");
