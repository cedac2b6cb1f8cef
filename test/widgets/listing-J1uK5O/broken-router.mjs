import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/broken-router-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/broken-router-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/broken-router-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/broken-router-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/broken-router-4.ts");
