/** @file The worker that long computations of figures run in. */
import { serveCompute } from "../../kit/worker.ts";
import type { AnyWidget } from "../../kit/widget.ts";

const widgets = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { import: "default" });

serveCompute((id) => widgets[`../../widgets/${id}.tsx`]());
