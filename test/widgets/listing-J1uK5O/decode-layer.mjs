import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-4.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/decode-layer-5.ts");
