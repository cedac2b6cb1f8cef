/** @file The figures that a page's text has: `<Figure of="schedule-player" as="figure-5" state={{ ranks: 8 }} />`. */
import { parseExpressionAt, type Expression } from "acorn";

/** One figure of a page. */
export type FigureInText = {
  /** Its name on the page and in the address. */
  name: string;
  /** Its widget. */
  of: string;
  /** What it has at rest where the widget has something else. */
  state: Readonly<Record<string, unknown>>;
};

/**
 * The figures of an MDX text, in its order.
 *
 * @throws Error if a state is more than numbers, texts, lists and objects of these
 */
export function figuresIn(body: string): FigureInText[] {
  return [...body.matchAll(/<Figure\b[^>]*/g)].flatMap(([element]) => {
    const textOf = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]+)"`).exec(element)?.[1];
    const of = textOf("of");
    if (of === undefined) return [];
    const state = element.indexOf("state={");
    return {
      name: textOf("as") ?? of,
      of,
      state:
        state < 0
          ? {}
          : (valueOf(
              parseExpressionAt(element, state + "state={".length, { ecmaVersion: "latest" }),
            ) as FigureInText["state"]),
    };
  });
}

/**
 * The figure of a widget on a page: the one that has its name, before others of it.
 *
 * @param body  the page's text
 */
export function figureOf(widget: string, body: string): FigureInText | undefined {
  const figures = figuresIn(body).filter(({ of }) => of === widget);
  return figures.find(({ name }) => name === widget) ?? figures[0];
}

/** What a literal expression stands for. */
function valueOf(node: Expression): unknown {
  if (node.type === "Literal") return node.value;
  if (node.type === "UnaryExpression" && node.operator === "-") return -(valueOf(node.argument) as number);
  if (node.type === "ArrayExpression") return node.elements.map((element) => valueOf(element as Expression));
  if (node.type === "ObjectExpression")
    return Object.fromEntries(
      node.properties.map((property) => {
        if (property.type !== "Property") throw new Error("state of a figure must be written out (got ...)");
        const { key, value } = property;
        return [key.type === "Identifier" ? key.name : String(valueOf(key as Expression)), valueOf(value)];
      }),
    );
  throw new Error(`state of a figure must be written out (got ${node.type})`);
}
