/** @file The worker that a figure of the page computes and draws in. */
import { serveFigures } from "../../kit/worker/worker.tsx";
import type { AnyWidget } from "../../kit/declare/widget.ts";

const widgets = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { import: "default" });

serveFigures((id) => widgets[`../../widgets/${id}.tsx`]());
