/** @file Before a chapter is printed, the answers of its exercises go to its end, where nobody reads them by accident; after, they come back. */
const answers = [...document.querySelectorAll<HTMLDetailsElement>(".exercise > .solution")];
const chapter = document.querySelector(".prose");
/** Where each answer stood. */
const places = new Map<HTMLElement, Comment>();

if (chapter && answers.length > 0) {
  addEventListener("beforeprint", () => {
    if (places.size > 0) return;
    const section = chapter.appendChild(
      Object.assign(document.createElement("section"), { className: "printed-answers" }),
    );
    section.append(Object.assign(document.createElement("h2"), { textContent: "Answers" }));
    const list = section.appendChild(document.createElement("ol"));
    for (const answer of answers) {
      const place = document.createComment("");
      answer.replaceWith(place);
      places.set(answer, place);
      list.appendChild(document.createElement("li")).append(answer);
    }
  });
  addEventListener("afterprint", () => {
    for (const [answer, place] of places) place.replaceWith(answer);
    places.clear();
    chapter.querySelector(".printed-answers")?.remove();
  });
}
