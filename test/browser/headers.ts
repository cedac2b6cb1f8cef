/** @file `public/_headers`, as the hosts that know it read it: the tests serve the site with them. */

export type HeaderRule = { path: string; headers: [name: string, value: string][] };

/** The rules of a `_headers` file. */
export function readHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (!/^\s/.test(line)) rules.push({ path: line.trim(), headers: [] });
    else {
      const [, name, value] = /^\s+([\w-]+): (.+)$/.exec(line) ?? [];
      if (!name || rules.length === 0) throw new Error(`_headers must hold paths and headers (got ${line})`);
      rules.at(-1)!.headers.push([name, value]);
    }
  }
  return rules;
}

/** All headers of an address: those of every rule that matches it. */
export function headersOf(rules: readonly HeaderRule[], pathname: string): [name: string, value: string][] {
  return rules
    .filter(({ path }) => (path.endsWith("*") ? pathname.startsWith(path.slice(0, -1)) : pathname === path))
    .flatMap(({ headers }) => headers);
}
