import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kv-cache-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kv-cache-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kv-cache-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kv-cache-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kv-cache-4.ts");
