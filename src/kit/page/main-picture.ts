/** @file Which part of a view a reader looks at. */

/** The largest drawing of a view, with what stands around it. */
export function mainPicture(view: HTMLElement): Element {
  const heights = [...view.children].map((child) => ({
    child,
    height: child.querySelector("svg, table") || child.matches("svg") ? child.getBoundingClientRect().height : 0,
  }));
  return heights.reduce((best, next) => (next.height > best.height ? next : best), {
    child: view as Element,
    height: 0,
  }).child;
}
