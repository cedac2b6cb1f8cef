try {
  const root = document.documentElement;
  if (performance.getEntriesByType("navigation")[0].type !== "navigate") root.classList.add("whole");
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
      for (const script of late.splice(0)) import(/* @vite-ignore */ script);
    };
  addEventListener("DOMContentLoaded", () => {
    new PerformanceObserver((seen) => {
      if (seen.getEntriesByName("first-contentful-paint").length) ask();
    }).observe({ type: "paint", buffered: true });
    setTimeout(ask, 1000);
  });
}
