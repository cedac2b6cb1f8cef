/** @file Escape hides what a hover or the focus brought up (`.peek`, in `base.css`), until it leaves. */
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !document.querySelector(".peek:is(:hover, :focus)")) return;
  const root = document.documentElement;
  root.classList.add("no-peek");
  const again = new AbortController();
  for (const type of ["pointerover", "focusin"]) {
    addEventListener(type, () => {
      root.classList.remove("no-peek");
      again.abort();
    }, { signal: again.signal });
  }
});
