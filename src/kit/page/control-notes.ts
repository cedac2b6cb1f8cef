/** @file What stands under a control: why its value is none, or why it is not the one that was asked for. */

type Noted = {
  element: HTMLElement;
  inputs: readonly HTMLElement[];
  /** The one that is typed into. */
  field: HTMLElement | null;
};

/** Says why what stands in a control's field is no value; `null` takes it back. */
export function complain({ element, field, inputs }: Noted, error: string | null, isTyped = true): void {
  const input = field ?? inputs[0];
  if (!input) return;
  let reason = element.querySelector<HTMLElement>(".control-error");
  if (error === null) {
    reason?.remove();
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    return;
  }
  if (!reason) {
    reason = document.createElement("p");
    reason.className = "control-error";
    reason.id = `${input.id}-error`;
    reason.role = "alert";
    element.append(reason);
  }
  if (reason.textContent !== error) reason.textContent = error;
  reason.toggleAttribute("data-typed", isTyped);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", reason.id);
}

/** Says why a control shows another value than it was asked for; `null` takes it back. */
export function noteMove({ element }: Pick<Noted, "element">, why: string | null): void {
  let note = element.querySelector<HTMLElement>(".control-moved");
  if (why === null) {
    note?.remove();
    return;
  }
  if (!note) {
    note = document.createElement("p");
    note.className = "control-moved";
    element.append(note);
  }
  if (note.textContent !== why) note.textContent = why;
}
