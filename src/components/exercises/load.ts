/**
 * @file All that an exercise at rest loads: the first press on one of its buttons, or Enter in its field, brings the rest. A
 * name in the address or in this browser does too: its numbers take the place of the printed ones.
 */
import { bringFields, bringFieldsInSight } from "../../kit/page/late-fields.ts";
import { hasRecord } from "../../reader/kept.ts";
import { studentKey, studentNow } from "./student.ts";

function act(element: Element | null): void {
  const exercise = element?.closest<HTMLElement>("[data-exercise]");
  if (!exercise) return;
  void import("./page.ts").then(({ check, drawOther }) =>
    element!.matches("[data-other]") ? drawOther(exercise) : check(exercise),
  );
}

bringFieldsInSight(document.querySelectorAll(".exercise"));
addEventListener("click", ({ target }) =>
  act((target as Element).closest(".exercise :is([data-check], [data-other])")),
);
addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && (target as Element).matches(".exercise .answer input")) act(target as Element);
});

const student = studentNow(location.search, () => localStorage.getItem(studentKey));
const drawn = student ? import("./page.ts").then(({ drawFor }) => drawFor(student)) : Promise.resolve();
if (hasRecord())
  void drawn
    .then(() => import("../../reader/answers.ts"))
    .then(({ restoreAnswers }) => {
      // Answers go back into fields, not into the buttons that stand for them.
      for (const exercise of document.querySelectorAll(".exercise")) bringFields(exercise);
      restoreAnswers(document);
    });
