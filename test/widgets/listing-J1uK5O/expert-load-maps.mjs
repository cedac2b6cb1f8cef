import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/expert-load-maps-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/expert-load-maps-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/expert-load-maps-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/expert-load-maps-3.ts");
