/** @file What a view says in words, as SVG: numbers, legends and tables at the places where the page shows them. */

const svgNamespace = "http://www.w3.org/2000/svg";

export type Font = {
  /** In pixels. */
  size: number;
  /** For measuring. */
  css: string;
  attributes: Readonly<Record<string, string>>;
};

/** Words of one text that stand on one line. */
type Line = { text: string; left: number; right: number; top: number; bottom: number };

/** Adds to `content` what in `view` is no SVG: its texts, the colors of its legends, the rules of its tables. */
export function drawTexts(content: Element, view: Element, frame: DOMRect): void {
  for (const element of view.querySelectorAll<HTMLElement>("td, th, .key")) {
    if (element.matches(".key")) drawKey(content, element, frame);
    else drawRule(content, element, frame);
  }
  const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    // Labels of diagrams are elements of the page inside of an SVG.
    if (
      parent
        .closest("svg, foreignObject, .visually-hidden, button")
        ?.matches("svg, .visually-hidden, .zoom-buttons button") ||
      !parent.checkVisibility()
    )
      continue;
    for (const line of linesOf(node as Text)) if (isSeen(line, parent)) drawLine(content, line, parent, frame);
  }
}

/** An SVG element with attributes, and with text in it. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): Element {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A text in lines that are no wider than `width`, in pixels; a longer word is cut. */
export function wrapped(text: string, font: Font, width: number): string[] {
  const context = measuring(font.css);
  const lines = [""];
  const fits = (candidate: string): boolean => context.measureText(candidate).width <= width;
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (fits(longer)) lines[lines.length - 1] = longer;
    else {
      if (lines.at(-1) !== "") lines.push("");
      for (const character of word) {
        if (fits(lines.at(-1) + character)) lines[lines.length - 1] += character;
        else lines.push(character);
      }
    }
  }
  return lines;
}

function linesOf(text: Text): Line[] {
  const lines: Line[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && Math.abs(line.top - top) < 1) Object.assign(line, { text: `${line.text} ${word}`, right });
    else lines.push({ text: word, left, right, top, bottom });
  }
  return lines;
}

/** Whether no box that scrolls hides it. */
function isSeen({ left, right, top, bottom }: Line, element: Element): boolean {
  const box = element.closest(".data-table")?.getBoundingClientRect();
  return !box || (left >= box.left && right <= box.right + 1 && top >= box.top && bottom <= box.bottom + 1);
}

function drawLine(content: Element, { text, left, right, top, bottom }: Line, element: Element, frame: DOMRect): void {
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(element);
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = measuring(
    `${fontWeight} ${fontSize} ${fontFamily}`,
  ).measureText(text);
  content.append(
    svgElement(
      "text",
      {
        x: left - frame.left,
        y: (top + bottom + ascent - descent) / 2 - frame.top,
        fill: color,
        "font-family": fontFamily,
        "font-size": fontSize,
        "font-weight": fontWeight,
        // A file is set in other faces than the page; words must not run into each other there.
        ...(text.length > 3 && { textLength: (right - left).toFixed(1), lengthAdjust: "spacingAndGlyphs" }),
      },
      text,
    ),
  );
}

/** The color in front of an entry of a legend; a run of colors as that many pieces. */
function drawKey(content: Element, key: HTMLElement, frame: DOMRect): void {
  const { backgroundColor, backgroundImage, width, height } = getComputedStyle(key, "::before");
  const colors =
    backgroundImage === "none"
      ? [backgroundColor]
      : (backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g) ?? []);
  const [wide, high] = [Number.parseFloat(width), Number.parseFloat(height)];
  const box = key.getClientRects()[0];
  colors.forEach((fill, i) => {
    content.append(
      svgElement("rect", {
        x: box.left - frame.left + (i * wide) / colors.length,
        y: (box.top + box.bottom - high) / 2 - frame.top,
        width: wide / colors.length,
        height: high,
        fill,
      }),
    );
  });
}

/** The line under a cell of a table. */
function drawRule(content: Element, cell: HTMLElement, frame: DOMRect): void {
  const { left, right, bottom } = cell.getBoundingClientRect();
  if (!isSeen({ text: "", left, right: left, top: bottom, bottom }, cell)) return;
  content.append(
    svgElement("line", {
      x1: left - frame.left,
      x2: right - frame.left,
      y1: bottom - frame.top,
      y2: bottom - frame.top,
      stroke: getComputedStyle(cell).borderBottomColor,
    }),
  );
}

function measuring(font: string): CanvasRenderingContext2D {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = font;
  return context;
}
