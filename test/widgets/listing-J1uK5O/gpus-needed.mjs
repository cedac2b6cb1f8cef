import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-0.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-1.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-2.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-3.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-4.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-5.ts");
await import("/work/wt/tests/test/widgets/listing-J1uK5O/gpus-needed-6.ts");
