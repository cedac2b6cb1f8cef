try {
  const root = document.documentElement;
  if (performance.getEntriesByType("navigation")[0].type !== "navigate") root.classList.add("whole");
  else if (!location.hash) root.classList.add("staged");
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (localStorage.getItem("faces")) root.classList.add("own-faces");
  const guessed = (key) => key.startsWith(`${location.pathname}#predict-`);
  if (!location.search && !Object.keys(sessionStorage).some(guessed)) root.classList.add("unguessed");
} catch {
  /* storage may be closed: the system's choice holds */
}
{
  const late = document.currentScript.dataset.late?.match(/\S+/g) ?? [],
    ask = () => {
      // Not in one task with the blocks that the first paint put off.
      (window.requestIdleCallback ?? setTimeout)(() => style());
      for (const script of late.splice(0)) import(/* @vite-ignore */ script);
    },
    { classList } = document.documentElement;
  let asked = false;
  const style = () => {
    if (asked) return;
    asked = true;
    const { styles, paper } = document.querySelector("noscript[data-paper]")?.dataset ?? {},
      add = (href, media, onload) => {
        if (href)
          document.head.append(
            Object.assign(document.createElement("link"), { rel: "stylesheet", href, media, onload, onerror: onload }),
          );
      };
    add(styles, "all", () => classList.add("styled"));
    // Of another medium: what is on the screen is not styled anew for it.
    add(paper, "print");
  };
  // Who prints at once gets the styles of paper, too: the browser waits for them.
  addEventListener("beforeprint", style);
  addEventListener("DOMContentLoaded", () => {
    if (!classList.contains("staged")) style();
    const shown = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) if (isIntersecting) show(target);
      },
      { rootMargin: "20%" },
    );
    const staged = document.querySelectorAll(
        ".staged .long-text > .figure:nth-child(n + 6) :is(.figure-main, .figure-side)",
      ),
      show = ({ style }) => (style.contentVisibility = "visible"),
      all = () => staged.forEach(show);
    for (const block of staged) shown.observe(block);
    for (const kind of ["click", "keydown"]) addEventListener(kind, all, { capture: true, once: true });
    setTimeout(all, 8000);
    setTimeout(ask, 3000);
    new PerformanceObserver((seen) => {
      if (seen.getEntriesByName("first-contentful-paint").length) ask();
    }).observe({ type: "paint", buffered: true });
  });
}
