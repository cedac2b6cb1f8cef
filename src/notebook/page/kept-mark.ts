/**
 * @file Whether the reader has changed cells of this page: a mark that can be read at once, so that a page without
 * changes loads nothing to find out. The changes themselves lie elsewhere (`keep-page.ts`).
 */

const key = (): string => `v3-companion.changed:${location.pathname}`;

export const keptMark = {
  get(): boolean {
    try {
      return localStorage.getItem(key()) !== null;
    } catch {
      return false; // the storage is closed
    }
  },
  set(changed: boolean): void {
    try {
      if (changed) localStorage.setItem(key(), "");
      else localStorage.removeItem(key());
    } catch {
      // Closed or full: the page looks unchanged at the next visit, until a cell is woken.
    }
  },
};
