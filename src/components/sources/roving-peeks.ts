/**
 * @file One tab stop for the numbers of a paragraph, or the symbols of a formula: the first takes the focus, the left and right arrows move among them.
 * Without script each is a stop of its own.
 */
const isNumber = ".peek[tabindex]";

for (const block of document.querySelectorAll(".prose > :not(.figure, .cell)")) {
  block.querySelectorAll<HTMLElement | MathMLElement>(isNumber).forEach((peek, i) => {
    peek.tabIndex = i === 0 ? 0 : -1;
  });
}
document.querySelector(".prose")?.addEventListener("keydown", (event) => {
  const { key, target } = event as KeyboardEvent;
  const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  if (step === 0 || !(target instanceof HTMLElement || target instanceof MathMLElement) || !target.matches(isNumber))
    return;
  const block = target.closest(".prose > *");
  if (!block || block.matches(".figure, .cell")) return;
  const peeks = [...block.querySelectorAll<HTMLElement | MathMLElement>(isNumber)];
  const next = peeks[peeks.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
