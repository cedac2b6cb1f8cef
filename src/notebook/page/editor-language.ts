/** @file What the editor knows of TypeScript: colors, brackets, completion. It comes after the editor itself. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { Prec, type Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { completeNames } from "./complete-names.ts";

/** @param namesAddress  where the names of `v3` lie, with their documentation */
export function languageSupport(namesAddress: string): Extension {
  return [
    javascript({ typescript: true }),
    closeBrackets(),
    autocompletion({ override: [completeNames(namesAddress)], icons: false }),
    Prec.high(keymap.of([...closeBracketsKeymap, ...completionKeymap])),
  ];
}
