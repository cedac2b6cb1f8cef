import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/fine-grained-experts-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/fine-grained-experts-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/fine-grained-experts-2.ts");
