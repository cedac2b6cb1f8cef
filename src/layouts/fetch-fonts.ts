/**
 * @file The fonts. The first page that somebody opens is set in the faces of their machine, so that no word waits for a
 * download and none moves; our own are fetched once it stands, and every later page is set in them from the start.
 *
 * Formulas are the exception: many machines have no face that can stretch a brace. Ours comes at once, for what is not on
 * the screen yet (`far-blocks.ts`).
 */
const faces = ["400 1em 'Source Serif 4'", "italic 400 1em 'Source Serif 4'", "600 1em 'Source Serif 4'", "400 1em Inter", "600 1em Inter", "400 1em 'JetBrains Mono'", "400 1em 'Companion Math'"];
const lateMath = "400 1em 'Companion Math, late'";

/** Formulas far down wait for their face no longer than this, in milliseconds. */
const patience = 2000;

/** Whether the face of formulas has come for a page that is set in the faces of the machine. Never rejects. */
export const lateMathFace: Promise<boolean> = fetchLateMath();

async function fetchLateMath(): Promise<boolean> {
  if (fetchedBefore() || !document.querySelector("math")) return false;
  const came = document.fonts.load(lateMath).then(() => true, () => false);
  return Promise.race([came, passed(patience).then(() => false)]);
}

async function fetchAll(): Promise<void> {
  if (fetchedBefore()) return;
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  await passed(1500);
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  localStorage.setItem("fonts", "fetched");
}

function fetchedBefore(): boolean {
  try {
    return localStorage.getItem("fonts") !== null;
  } catch {
    return true; // where nothing can be remembered, the faces of the machine stay
  }
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

fetchAll().catch(() => {}); // without network the faces of the machine stay
