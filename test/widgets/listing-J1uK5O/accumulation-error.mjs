import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/accumulation-error-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/accumulation-error-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/accumulation-error-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/accumulation-error-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/accumulation-error-4.ts");
