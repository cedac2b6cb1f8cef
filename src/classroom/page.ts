/**
 * @file What acts in a page that was opened from a folder: everything of the site's pages but cells, search and keeping
 * offline, as one classic script, since browsers load no modules from files.
 */
import "../layouts/theme.ts";
import "../layouts/far-blocks.ts";
import "../components/sources/roving-peeks.ts";
import { serveFilters } from "../components/claims/filter.ts";
import { serveTables } from "../components/tables.ts";
import "./history.ts";
import "../components/exercises/load.ts";
import "../components/figures/load.ts";

serveTables(document);
serveFilters(document);
// It asks for its field at once.
if (document.querySelector("#student")) void import("../components/exercises/student-page.ts");
