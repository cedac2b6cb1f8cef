/** @file A report of a mistake, as an address of the repository's form with what is known filled in. No tracker: it is a link, which the reader follows or not. */

export type Mistake = {
  /** What it is about: a claim, a figure, a chapter. */
  title: string;
  /** Address of what is seen, with its state. */
  where: string;
  /** Of the site. */
  version: string;
  /** The call, or the file and the parameters, that gave what is seen. */
  formula?: string;
};

/** Longest formula in an address, in characters: hosts refuse addresses of more than about 8,000. */
const longest = 1500;

/**
 * The address of the form.
 *
 * @param repository  address of the repository, without a slash at its end
 */
export function mistakeAddress(repository: string, { title, where, version, formula }: Mistake): string {
  const fields = {
    template: "mistake.yml",
    title,
    where,
    version,
    ...(formula && { formula: formula.length > longest ? `${formula.slice(0, longest)}…` : formula }),
  };
  return `${repository}/issues/new?${Object.entries(fields)
    .map(([name, text]) => `${name}=${encodeURIComponent(text)}`)
    .join("&")}`;
}
