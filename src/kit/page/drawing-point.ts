/** @file Between pixels of the screen and pixels of a drawing. */

export type Place = { x: number; y: number };

/** A point of the screen in the drawing's own pixels. */
export function inDrawing(svg: SVGSVGElement, clientX: number, clientY: number): Place {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const { x, y, width: wide, height: high } = svg.viewBox.baseVal;
  return { x: x + ((clientX - left) / width) * wide, y: y + ((clientY - top) / height) * high };
}

/** A point of the drawing on the screen. */
export function onScreen(svg: SVGSVGElement, { x, y }: Place): Place {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const box = svg.viewBox.baseVal;
  return { x: left + ((x - box.x) / box.width) * width, y: top + ((y - box.y) / box.height) * height };
}
