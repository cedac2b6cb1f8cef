import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/absorbed-attention-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/absorbed-attention-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/absorbed-attention-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/absorbed-attention-3.ts");
