/**
 * @file The browser's storage of notebooks: one store of IndexedDB, one record for each notebook, and every change a
 * transaction that reads before it writes. So two tabs never write over each other unseen.
 *
 * What cannot be read is put aside under a name of its own, in the same transaction that writes in its place, until
 * the reader has saved it as a file and removed it.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { format, readNotebook, type KeptNotebook } from "./notebook.ts";

const databaseName = "v3-companion";
const databaseVersion = 1;
/** A browser that does not open the storage for so long will not do so; milliseconds. */
const patience = 5_000;
const asidePrefix = "aside:";

interface Schema extends DBSchema {
  notebooks: { key: string; value: unknown };
}
type Database = IDBPDatabase<Schema>;

/** Something that was stored and cannot be read: where it lies, and what it is, as text. */
export type Unreadable = { key: string; text: string };

/** What a change leaves of a notebook; `version` is set by the store. */
export type NextNotebook = Omit<KeptNotebook, "version">;

/** The storage does not do what it is asked; the message is for the reader. */
export class StorageProblem extends Error {
  readonly isNewer: boolean;
  constructor(message: string, isNewer = false) {
    super(message);
    this.isNewer = isNewer;
  }
}

let opened: Promise<Database> | null = null;

/** @returns the notebook, or null if there is none that can be read */
export async function readKept(id: string): Promise<KeptNotebook | null> {
  return attempt(async (database) => readNotebook(await database.get("notebooks", id)));
}

/** All notebooks that can be read, the one that was changed last first. */
export async function listKept(): Promise<KeptNotebook[]> {
  const all = await attempt((database) => database.getAll("notebooks"));
  return all.flatMap((record) => readNotebook(record) ?? []).sort((a, b) => b.changedAt - a.changedAt);
}

/**
 * Changes a notebook in one transaction.
 *
 * @param change  from what is stored (null: nothing that can be read) to what shall be: the notebook itself, then
 *   others that come with it; nothing for "leave it"
 * @returns what was written, with versions
 */
export async function changeKept(
  id: string,
  change: (stored: KeptNotebook | null) => readonly NextNotebook[],
): Promise<KeptNotebook[]> {
  const written = await attempt(async (database) => {
    const transaction = database.transaction("notebooks", "readwrite");
    const before: unknown = await transaction.store.get(id);
    const stored = readNotebook(before);
    const next = change(stored).map((one) => ({ ...one, version: (one.id === id ? (stored?.version ?? 0) : 0) + 1 }));
    if (before !== undefined && !stored && next.length > 0)
      void transaction.store.put(before, `${asidePrefix}${id}:${Date.now()}`);
    for (const one of next) void transaction.store.put({ format, ...one }, one.id);
    await transaction.done;
    return next;
  });
  for (const { id: changed, version } of written) announce({ id: changed, version });
  return written;
}

/** Takes a record out of the storage: a notebook, or something unreadable. */
export async function removeKept(key: string): Promise<void> {
  await attempt((database) => database.delete("notebooks", key));
  announce({ id: key, version: 0 });
}

/** Puts aside a text that another part of the storage held and that cannot be read. */
export async function putAside(name: string, text: string): Promise<void> {
  await attempt((database) => database.put("notebooks", text, `${asidePrefix}${name}:${Date.now()}`));
}

/** Under what everything lies, notebooks and what was put aside. */
export function keptKeys(): Promise<string[]> {
  return attempt((database) => database.getAllKeys("notebooks"));
}

/** Whether there is something to offer as a file: see {@link listUnreadable} and {@link dumpNewer}. */
export async function somethingUnreadable(): Promise<boolean> {
  try {
    return (await attempt((database) => database.getAll("notebooks"))).some((record) => !readNotebook(record));
  } catch (error) {
    return error instanceof StorageProblem && error.isNewer;
  }
}

/** Everything in the storage that cannot be read. */
export async function listUnreadable(): Promise<Unreadable[]> {
  return attempt(async (database) => {
    const { store } = database.transaction("notebooks");
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return keys.flatMap((key, i) =>
      key.startsWith(asidePrefix) || !readNotebook(values[i]) ? [{ key, text: asText(values[i]) }] : [],
    );
  });
}

/** All that a newer version of the site has stored, as text; for a file. */
export async function dumpNewer(): Promise<string> {
  const database = await openDB(databaseName); // as it is, of whatever version
  try {
    const stores = [...database.objectStoreNames];
    const held = await Promise.all(stores.map(async (name) => [name, await database.getAll(name)] as const));
    return asText(Object.fromEntries(held));
  } finally {
    database.close();
  }
}

/** Lets go of the storage: a page that waits in the browser's memory must not hold up others. */
export function closeKept(): void {
  void opened?.then(
    (database) => database.close(),
    () => {},
  );
  opened = null;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : `${JSON.stringify(value, null, 1)}\n`;
}

// Tabs

type Announcement = { id: string; version: number };
let channel: BroadcastChannel | null = null;
let listener: ((change: Announcement) => void) | null = null;

/** Tells of each change that another tab makes. One listener for a page. */
export function listenToOtherTabs(heard: (change: Announcement) => void): void {
  listener = heard;
  openChannel();
}

/** An open channel may keep a page out of the browser's memory for Back: it is closed while the page is hidden there. */
export function closeChannel(): void {
  channel?.close();
  channel = null;
}

/** Opens again what {@link closeChannel} closed. */
export function openChannel(): void {
  if (channel || !listener || typeof BroadcastChannel === "undefined") return;
  channel = new BroadcastChannel(databaseName);
  channel.onmessage = ({ data }) => listener?.(data as Announcement);
}

function announce(change: Announcement): void {
  channel?.postMessage(change);
}

// The database

async function attempt<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(await open());
  } catch (error) {
    if (error instanceof StorageProblem) throw error;
    if ((error as Error).name !== "InvalidStateError") throw problemFrom(error);
    opened = null; // the connection was closed under our hands: once more with another one
    try {
      return await work(await open());
    } catch (again) {
      throw problemFrom(again);
    }
  }
}

function open(): Promise<Database> {
  opened ??= withinTime(async () =>
    openDB<Schema>(databaseName, databaseVersion, {
      upgrade: (database) => void database.createObjectStore("notebooks"),
      blocking: closeKept, // a newer version of the site wants to upgrade
      terminated: () => (opened = null),
    }),
  ).catch((error: unknown) => {
    opened = null;
    throw problemFrom(error);
  });
  return opened;
}

async function withinTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error("no answer")), patience)));
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

function problemFrom(error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error;
  const { name } = error as Error;
  if (name === "VersionError")
    return new StorageProblem(
      "The notebooks that are stored here are of a newer version of this site. They stay as they are, and what you write now is not stored.",
      true,
    );
  if (name === "QuotaExceededError")
    return new StorageProblem("The browser's storage is full: the notebook is not stored. Save it as a file.");
  return new StorageProblem(
    "This browser stores nothing for this site: what you write is gone when you leave. Save it as a file or a link.",
  );
}
