import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/ablation-forest-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/ablation-forest-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/ablation-forest-2.ts");
