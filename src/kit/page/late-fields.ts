/** @file Makes the fields of a page what they are: until now they were buttons (see `typedLater` in `shell/controls.tsx`). */

/** In a part of the page; a second time does nothing. */
export function bringFields(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("input[data-type]")) {
    field.type = field.dataset.type!;
    field.removeAttribute("data-type");
  }
  for (const later of root.querySelectorAll<HTMLTemplateElement>("template[data-later]")) {
    const button = later.previousElementSibling as HTMLElement;
    const field = later.content.firstElementChild as HTMLElement;
    const isFocused = button === document.activeElement;
    button.replaceWith(field);
    later.remove();
    if (isFocused) field.focus();
  }
}

/** In each of several parts once it is on the screen: a browser that fills in forms lays out a field as soon as it is there. */
export function bringFieldsInSight(roots: Iterable<Element>): void {
  const sight = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      bringFields(target);
    }
  });
  for (const root of roots) sight.observe(root);
}
