/**
 * @file The fonts. The first page that somebody opens is set in the faces of their machine, so that no word waits for a
 * download and none moves; our own are fetched once it stands, and every later page is set in them from the start.
 *
 * Formulas are the exception: many machines have no face that can stretch a brace. Ours comes at once, for what is not on
 * the screen yet.
 */
const text = ["400 1em 'Source Serif 4'", "italic 400 1em 'Source Serif 4'", "600 1em 'Source Serif 4'", "400 1em Inter", "600 1em Inter", "400 1em 'JetBrains Mono'"];
const math = "400 1em 'Companion Math'";

async function fetchFonts(): Promise<void> {
  try {
    if (localStorage.getItem("fonts")) return;
    if (document.querySelector("math")) {
      await document.fonts.load("400 1em 'Companion Math, late'");
      for (const block of document.querySelectorAll<HTMLElement>(".prose > *")) {
        if (block.getBoundingClientRect().top > innerHeight) block.classList.add("own-math");
      }
    }
    await pageStands();
    await Promise.all([math, ...text].map((face) => document.fonts.load(face)));
    localStorage.setItem("fonts", "fetched");
  } catch {
    // Without storage or network the faces of the machine stay.
  }
}

/** A while after everything that the page itself asked for is there. */
async function pageStands(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  await new Promise((passed) => setTimeout(passed, 1500));
}

void fetchFonts();
