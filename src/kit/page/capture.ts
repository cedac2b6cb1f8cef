/** @file Keeps a pointer's events on one element while it drags. */

/** As `setPointerCapture`, but a pointer that is gone already, as that of a drag which is done again may be, is let go. */
export function capture(element: Element, pointerId: number): void {
  try {
    element.setPointerCapture(pointerId);
  } catch (error) {
    if ((error as DOMException).name !== "NotFoundError") throw error;
  }
}
