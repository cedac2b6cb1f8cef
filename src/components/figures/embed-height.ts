/** @file Tells the page around an embedded figure how high it is, so that its frame can fit. */
if (parent !== window) {
  const tell = (): void => parent.postMessage({ type: "v3-companion-height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
}
