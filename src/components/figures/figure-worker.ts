/** @file The worker that a figure of the page computes and draws in. Each widget is a file of its own. */
import type { AnyWidget } from "../../kit/declare/widget.ts";
import { serveFigures } from "../../kit/worker/service.tsx";

const widgets = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { import: "default" });

serveFigures((widget) => widgets[`../../widgets/${widget}.tsx`]());
