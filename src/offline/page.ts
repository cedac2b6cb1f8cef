/** @file The page where a reader keeps the site for offline, and removes it again. */
import { trustedScript } from "../kit/page/trusted.ts";
import type { Offer, Progress } from "./messages.ts";

const box = document.querySelector<HTMLElement>("[data-offline]");
if (box) void serve(box);

async function serve(box: HTMLElement): Promise<void> {
  const said = box.querySelector<HTMLElement>("[role=status]")!;
  const [keep, remove] = ["keep", "remove"].map((action) =>
    box.querySelector<HTMLButtonElement>(`[data-action=${action}]`)!,
  );
  const root = box.dataset.root!;
  const scripts = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!scripts)
    return say(
      "unsupported",
      "This browser keeps no pages here: it has no service workers, or the page did not come over a safe connection.",
    );

  scripts.addEventListener(
    "message",
    ({ data }: MessageEvent<Progress>) =>
      box.dataset.state === "keeping" && say("keeping", `Keeping: ${data.kept} of ${data.of} files.`),
  );
  keep.addEventListener("click", () => void begin(scripts));
  remove.addEventListener("click", () => void away(scripts));
  await look(scripts);

  async function look(scripts: ServiceWorkerContainer): Promise<void> {
    const registration = await scripts.getRegistration(root);
    if (registration?.waiting)
      say("waiting", "Kept. A newer version is here, and takes over once all pages of this site are closed.");
    else if (registration?.active) say("kept", "Kept in this browser: all pages open without a network.");
    else if (registration?.installing) follow(registration.installing);
    else say("none", `Not kept. It would be ${await offer()}.`);
  }

  async function begin(scripts: ServiceWorkerContainer): Promise<void> {
    say("keeping", "Keeping: the first files are on their way.");
    try {
      const registration = await scripts.register(trustedScript(`${root}service-worker.js`), {
        scope: root,
        updateViaCache: "none",
      });
      if (registration.installing) follow(registration.installing);
      else await look(scripts);
    } catch (error) {
      say("failed", `It could not be kept: ${(error as Error).message}`);
    }
  }

  function follow(worker: ServiceWorker): void {
    if (box.dataset.state !== "keeping") say("keeping", "Keeping: files are on their way.");
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") say("kept", "Kept in this browser: all pages open without a network.");
      else if (worker.state === "redundant")
        say(
          "failed",
          "It could not be kept: a file did not come, or there is no room. What was here before is as it was.",
        );
    });
  }

  async function away(scripts: ServiceWorkerContainer): Promise<void> {
    await (await scripts.getRegistration(root))?.unregister();
    const names = await caches.keys();
    await Promise.all(
      names
        .filter((name) => name.includes("precache") && name.endsWith(new URL(root, location.href).href))
        .map((name) => caches.delete(name)),
    );
    say("none", "Removed.");
  }

  async function offer(): Promise<string> {
    try {
      const { version, files, bytes } = (await (await fetch(`${root}offline.json`)).json()) as Offer;
      return `version ${version}, ${files} files, ${(bytes / 1e6).toFixed(0)} MB before compression`;
    } catch {
      return "all pages of this site";
    }
  }

  function say(state: string, text: string): void {
    box.dataset.state = state;
    said.textContent = text;
    keep.hidden = !["none", "failed"].includes(state);
    remove.hidden = !["kept", "waiting"].includes(state);
  }
}
