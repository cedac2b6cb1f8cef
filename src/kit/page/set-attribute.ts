/** @file Attributes that are set again and again. */

/** Sets an attribute where it has another value: writing what stands there already would still cost the browser a look. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
