/** @file What a reader typed as an answer, in the unit of the exercise: "$1.485 million", "39,936 B", "34.5%", "42/448". */
import { readNumber } from "../../kit/declare/parse-number.ts";

const words: Readonly<Record<string, string>> = { thousand: "K", million: "M", billion: "B", trillion: "T" };
const bytesOf: Readonly<Record<string, number>> = { bytes: 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** The number that a text says, in `unit`; null if it says none. */
export function typedAnswer(typed: string, unit: string): number | null {
  const plain = withoutUnit(typed.trim().replace(/^(-?)\$\s?/, "$1"), unit);
  const text = plain
    .replace(/\s?(?:US )?dollars$/, "")
    .replace(/\s?(thousand|million|billion|trillion)$/, (_, word: string) => words[word]);
  const fraction = /^([^/]*\d)\s*\/\s*(\d[^/]*)$/.exec(text);
  if (fraction) {
    const [above, below] = [read(fraction[1], ""), read(fraction[2], unit)];
    return above === null || below === null || below === 0 ? null : above / below;
  }
  // A share may be typed in percent, and percent by their sign.
  if (text.endsWith("%") && unit !== "%") {
    const percent = read(text.slice(0, -1), "");
    if (percent !== null && (unit === "" || unit === "percent")) return unit === "" ? percent / 100 : percent;
  }
  // Bytes in another multiple than the one that is asked for.
  const multiple = bytesOf[unit];
  if (multiple !== undefined && /(?:B|bytes?)$/.test(text)) {
    const bytes = readNumber(text, "bytes");
    return "error" in bytes ? null : bytes.value / multiple;
  }
  return read(text, unit);
}

/** A text without the unit at its end, or without its first word, where that is a number's: "million" of "million GPU-hours". */
function withoutUnit(text: string, unit: string): string {
  const [first, ...rest] = unit.split(" ");
  const isCounted = first in words || (first === "B" && rest.length > 0);
  const end = [unit, ...(isCounted ? [first] : [])].find((one) => one !== "" && text.endsWith(one));
  // "39.9 KB" does not end in a unit of "B".
  if (end === undefined || /[A-Za-z]$/.test(text.slice(0, -end.length))) return text;
  return text.slice(0, -end.length).trim();
}

function read(text: string, unit: string): number | null {
  const number = readNumber(text, undefined, unit);
  return "error" in number ? null : number.value;
}
