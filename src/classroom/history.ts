/** @file Some browsers let no page of a folder write its address: there, figures keep their states without it. */
for (const method of ["pushState", "replaceState"] as const) {
  const write = history[method].bind(history);
  history[method] = (...given) => {
    try {
      write(...given);
    } catch {
      // The state is in the figure; only the address does not say it.
    }
  };
}
