/** @file Where a figure's results come from in the repository, as links at the commit that the site is built from. */
import type { Listing } from "../../kit/shell/listing.ts";
import type { CodeOrigin } from "../../kit/shell/tools.tsx";
import { exportNamed, lineOf, testsOf } from "./module-files.ts";
import { fileLink } from "./commit.ts";

/** Of a figure, by its id and its code listing. */
export function figureOrigin(id: string, listing: Listing, repository: string): CodeOrigin {
  const names = [...listing.imports.matchAll(/import \{([^}]*)\}/g)].flatMap(([, list]) =>
    list.split(",").map((name) => name.trim()),
  );
  const asks = names.flatMap((name) => exportNamed(name) ?? []);
  const file = `src/widgets/${id}.tsx`;
  return {
    file: { text: file, href: fileLink(repository, file) },
    asks: asks.map((one) => ({
      text: one.name,
      href: fileLink(repository, `src/${one.module}/${one.file}`, lineOf(one)),
    })),
    // Each preset's result, picture and data are those that somebody accepted.
    tests: [...testsOf(asks), "test/widgets/presets.test.ts"].map((path) => ({
      text: path.replace(/^test\//, ""),
      href: fileLink(repository, path),
    })),
  };
}
