/** @file The editor of a cell: CodeMirror 6, loaded when the reader asks for it. */
import { defaultKeymap, history, historyKeymap, indentWithTab, temporarilySetTabFocusMode } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  type DecorationSet,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { adoptStyles } from "./adopt-styles.ts";

export type CellEditor = {
  focus(): void;
  /** Replaces the text, as typing would. */
  set(source: string): void;
  /** Marks the line of an error; null takes the mark away. */
  markLine(line: number | null): void;
  destroy(): void;
};

export type EditorOptions = {
  /** Its content is replaced by the editor. */
  host: HTMLElement;
  source: string;
  label: string;
  namesAddress: string;
  onChange(source: string): void;
  onRun(): void;
};

const setMark = StateEffect.define<number | null>();
const markedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const { doc } = transaction.state;
      next =
        effect.value !== null && effect.value >= 1 && effect.value <= doc.lines
          ? Decoration.set(Decoration.line({ class: "cell-error-line" }).range(doc.line(effect.value).from))
          : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Puts an editor in place of the code. Tab indents; Escape, then Tab leaves. */
export function createEditor({ host, source, label, namesAddress, onChange, onRun }: EditorOptions): CellEditor {
  adoptStyles();
  const hint = document.createElement("p");
  hint.className = "cell-hint";
  hint.id = `${host.closest<HTMLElement>("[data-cell]")?.dataset.cell ?? "cell"}-keys`;
  hint.textContent = "Shift+Enter runs the cell. Tab indents; Escape, then Tab leaves the editor.";
  const run = (): boolean => {
    onRun();
    return true;
  };
  const language = new Compartment();
  const view = new EditorView({
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Shift-Enter", run },
            { key: "Mod-Enter", run },
            { key: "Ctrl-Enter", run },
          ]),
        ),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        syntaxHighlighting(classHighlighter),
        language.of([]),
        keymap.of([
          { key: "Escape", run: temporarilySetTabFocusMode },
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        markedLine,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint.id }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  // After the first paint, so that typing can begin before it is there; without it, it is still an editor.
  requestAnimationFrame(() => {
    import("./editor-language.ts").then(
      ({ languageSupport }) => view.dispatch({ effects: language.reconfigure(languageSupport(namesAddress)) }),
      () => {},
    );
  });
  host.replaceChildren(view.dom, hint);
  host.classList.add("is-editor");
  return {
    focus: () => view.focus(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    markLine: (line) => view.dispatch({ effects: setMark.of(line) }),
    destroy: () => view.destroy(),
  };
}
