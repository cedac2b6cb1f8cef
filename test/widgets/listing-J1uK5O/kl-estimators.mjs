import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kl-estimators-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kl-estimators-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kl-estimators-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/kl-estimators-3.ts");
