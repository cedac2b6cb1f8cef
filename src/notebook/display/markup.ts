/** @file From a display tree to the elements of the page, as data: one place for the build and for the live page. */
import { allowedElement } from "./allow.ts";
import { controlMarkup } from "./control-markup.ts";
import { element, type Child, type OwnElement } from "./element.ts";
import { inspectedKey, inspectedText } from "./inspect.ts";
import type { DisplayTree, Inspected, TableTree } from "./tree.ts";

/** An inspected value up to this length stands on one line; a longer one can be opened. */
const oneLine = 80;

/** Begins the ids of an output: nothing else of a page has ids that begin so. */
export function placeOf(id: string, output: number): string {
  return `output-${id}-${output}`;
}

/**
 * The elements that show `tree`.
 *
 * @param place  begins every id; unique on the page, such as `kv-growth-0`
 */
export function markup(tree: DisplayTree, place: string): OwnElement {
  switch (tree.kind) {
    case "text":
      return element("p", { class: "output-text" }, tree.text);
    case "value":
      return element("div", { class: "output-value" }, inspected(tree.value));
    case "error":
      return element(
        "p",
        { class: "output-error" },
        `${tree.message}${tree.line === undefined ? "" : ` (line ${tree.line})`}`,
      );
    case "table":
      return tableMarkup(tree);
    case "element":
      return element("div", { class: "output-element" }, allowedElement(tree.node, place) ?? notShown());
    case "figure":
      return element(
        "div",
        { class: "output-element chart" },
        element("div", { class: "only-wide" }, allowedElement(tree.wide, `${place}w`) ?? notShown()),
        element("div", { class: "only-narrow" }, allowedElement(tree.narrow, `${place}n`) ?? notShown()),
      );
    case "control":
      return controlMarkup(tree.control, tree.view, place);
  }
}

function notShown(): Child {
  return "This element is not shown: cells can show text, tables and SVG, up to 10,000 elements with all that they refer to.";
}

function tableMarkup({ columns, rows, total }: TableTree): OwnElement {
  const cell = (text: string, numeric: boolean): OwnElement =>
    element("td", { class: numeric ? "number" : null }, text);
  return element(
    "div",
    { class: "data-table", tabindex: "0", role: "group", "aria-label": "Output: a table" },
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...columns.map(({ name, numeric }) =>
            element("th", { scope: "col", class: numeric ? "number" : null }, name),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...rows.map((row) => element("tr", {}, ...row.map((text, i) => cell(text, columns[i]?.numeric ?? false)))),
      ),
    ),
    total > rows.length ? element("p", {}, `The first ${rows.length} of ${total.toLocaleString("en-US")} rows.`) : null,
  );
}

const tokens = { number: "tok-number", string: "tok-string", keyword: "tok-keyword", other: null } as const;

/** More entries than this are not opened by themselves. */
const mostOpen = 12;

function inspected(value: Inspected, top = true): OwnElement {
  const text = inspectedText(value);
  if (text.length <= oneLine || (value.type !== "list" && value.type !== "record"))
    return element("code", {}, ...colored(value));
  const entries: [string, Inspected][] =
    value.type === "list" ? value.items.map((item, i) => [String(i), item]) : value.entries;
  return element(
    "details",
    { class: "inspected", open: top && entries.length + value.more <= mostOpen },
    element("summary", {}, element("code", {}, `${text.slice(0, oneLine)}…`)),
    element(
      "ul",
      {},
      ...entries.map(([key, item]) =>
        element("li", {}, element("code", { class: "inspected-key" }, `${key}: `), inspected(item, false)),
      ),
      value.more > 0 ? element("li", {}, `… ${value.more.toLocaleString("en-US")} more`) : null,
    ),
  );
}

/** The same characters as `inspectedText`, with the classes of highlighted code. */
function colored(value: Inspected): Child[] {
  const more = (count: number, some: boolean): string => (count > 0 ? `${some ? ", " : ""}… ${count} more` : "");
  const joined = (parts: Child[][]): Child[] => parts.flatMap((part, i) => (i === 0 ? part : [", ", ...part]));
  switch (value.type) {
    case "list":
      return [
        `${value.name && `${value.name} `}[`,
        ...joined(value.items.map(colored)),
        `${more(value.more, value.items.length > 0)}]`,
      ];
    case "record":
      return [
        `${value.name && `${value.name} `}{`,
        ...joined(value.entries.map(([key, one]) => [`${inspectedKey(key)}: `, ...colored(one)])),
        `${more(value.more, value.entries.length > 0)}}`,
      ];
    default: {
      const token = tokens[value.type];
      return [token ? element("span", { class: token }, value.text) : value.text];
    }
  }
}
