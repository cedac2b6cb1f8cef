/** @file Labels that are too long for a narrow drawing, on two lines. */

/** The label as it is up to so many letters; a longer one breaks at the space nearest to its middle. */
export function twoLines(label: string, letters: number): string {
  if (label.length <= letters) return label;
  const middle = label.length / 2;
  const distance = (at: number): number => Math.abs(at - middle);
  const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
  if (spaces.length === 0) return label;
  const at = spaces.reduce((best, space) => (distance(space) < distance(best) ? space : best));
  return `${label.slice(0, at)}\n${label.slice(at + 1)}`;
}
