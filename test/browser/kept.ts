/** @file What the browser of a test has stored of notebooks. */
import type { Page } from "playwright-core";

export type KeptRecord = {
  id: string;
  version: number;
  name: string;
  cells: { key: string; id: string; source: string; controls?: unknown[] }[];
};

/** Everything in the store, by key. Opens and closes it, so that nothing of the test stays in the page's way. */
export function allKept(page: Page): Promise<Record<string, KeptRecord>> {
  return page.evaluate(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "v3-companion")) return {};
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("v3-companion");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const store = database.transaction("notebooks").objectStore("notebooks");
    const all = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) =>
        Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }),
      );
    const [keys, values] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
    database.close();
    return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  });
}

/** The cells of one notebook as they are stored, `id: source`; null if there is none. */
export async function keptCells(page: Page, id = "mine"): Promise<string[] | null> {
  const record = (await allKept(page))[id];
  return record ? record.cells.map((cell) => `${cell.id}: ${cell.source}`) : null;
}
