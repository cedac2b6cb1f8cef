/** @file Every number of the prose as data: exact, with its source and the call that computes it. */
import { numberTopics } from "../components/values/topics.ts";
import { version } from "../../package.json";

export function GET(): Response {
  const facts = numberTopics().flatMap(({ id: topic, entries }) =>
    entries.map(({ id, number, format, unit, source, given = false, call }) => ({
      id,
      topic,
      value: number,
      unit,
      text: format(number),
      given,
      source,
      call: call?.code ?? null,
      script: call?.script ?? null,
    })),
  );
  return Response.json({ version, report: "arXiv:2412.19437", module: "v3-companion/compute", facts });
}
