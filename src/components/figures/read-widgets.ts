/** @file Loads the files of widgets, and says of a broken one what is wrong with it. */
import type { AnyWidget } from "../../kit/declare/widget.ts";

export type WidgetFiles = Readonly<Record<string, () => Promise<AnyWidget>>>;

/**
 * The widgets of these files.
 *
 * @param isForgiving  leaves broken ones out, while somebody is writing one: then the others go on
 * @returns the sound ones in the order of the files, and what is wrong with the others, by name
 * @throws Error that names the file of a broken one, unless `isForgiving`
 */
export async function readWidgets(
  files: WidgetFiles,
  isForgiving: boolean,
): Promise<{ sound: readonly AnyWidget[]; broken: ReadonlyMap<string, Error> }> {
  const sound: AnyWidget[] = [];
  const broken = new Map<string, Error>();
  for (const [path, load] of Object.entries(files)) {
    const name = path.split("/").at(-1)!.replace(".tsx", "");
    try {
      const widget = await load();
      if (widget.id !== name) throw new Error(`id must be the file's name, "${name}" (got "${widget.id}")`);
      sound.push(widget);
    } catch (error) {
      const placed = new Error(`src/widgets/${name}.tsx: ${(error as Error).message}`, { cause: error });
      if (!isForgiving) throw placed;
      console.error(placed.message);
      broken.set(name, placed);
    }
  }
  return { sound, broken };
}
