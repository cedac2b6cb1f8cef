/** @file Places of chapters that the map of the report names: each must be there, and each chapter must be in the map. */
import { figuresIn } from "../figures/in-text.ts";
import type { ReportMap } from "./report-map.ts";

/** What a chapter has to link to. */
export type ChapterAnchors = {
  /** "3.1". */
  readonly number: string;
  /** Ids of headings and figures. */
  readonly ids: ReadonlySet<string>;
  /** Numbers of the report's equations that its running text names. */
  readonly equations: readonly number[];
};

/** Ids of the figures in a chapter's text. */
export function figureIds(body: string): string[] {
  return figuresIn(body).map(({ name }) => name);
}

/** One sentence for each place of the map that is not there, and for each part of the report that has none and does not say why. */
export function brokenPlaces(map: ReportMap, chapters: readonly ChapterAnchors[]): string[] {
  const chapterOf = new Map(chapters.map((chapter) => [chapter.number, chapter]));
  const check = (what: string, at: string): string[] => {
    const [number, id] = at.split("#");
    const chapter = chapterOf.get(number);
    if (!chapter) return [`${what}: there is no chapter ${number}.`];
    return id === undefined || chapter.ids.has(id)
      ? []
      : [`${what}: chapter ${number} has no #${id}. It has ${[...chapter.ids].join(", ")}.`];
  };
  return [
    ...map.sections.flatMap(({ number, at, why }) =>
      at.length === 0 && !why
        ? [`§${number} must have a place, or say why it has none.`]
        : at.flatMap((one) => check(`§${number}`, one)),
    ),
    ...map.equations.flatMap(({ number, at }) =>
      chapterOf.get(at)?.equations.includes(number) ? [] : [`Equation ${number}: chapter ${at} does not name it.`],
    ),
    ...map.tables.flatMap(({ number, at }) => at.flatMap((one) => check(`Table ${number}`, one))),
    ...map.figures.flatMap(({ number, at }) => at.flatMap((one) => check(`Figure ${number}`, one))),
  ];
}

/** Parts of the report that a chapter tells, as the map has them: the way back from a place. */
export function partsToldIn(
  map: ReportMap,
  number: string,
): { sections: string[]; equations: number[]; tables: number[]; figures: string[] } {
  const isHere = (at: readonly string[]): boolean => at.some((one) => one.split("#")[0] === number);
  return {
    sections: map.sections.filter(({ at }) => isHere(at)).map((part) => part.number),
    equations: map.equations.filter(({ at }) => at === number).map((part) => part.number),
    tables: map.tables.filter(({ at }) => isHere(at)).map((part) => part.number),
    figures: map.figures.filter(({ at }) => isHere(at)).map((part) => part.number),
  };
}
