import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/cast-traffic-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/cast-traffic-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/cast-traffic-2.ts");
