/** @file "The same numbers on every machine": the recorded bits, computed by each browser's engine that is installed here. */
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";
import { recorded } from "../compute/recorded-bits.ts";
import { chromiumPath, launchArguments } from "./chromium.ts";

/** A script whose value is the hashes as JSON. */
let script: string;

beforeAll(async () => {
  const { build } = await import("vite");
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, "../compute/recorded-bits.ts"), formats: ["iife"], name: "bits" },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
  script = `(() => { ${output[0].code}; return JSON.stringify(bits.computedBits()); })()`;
});

const firefox = onPath("firefox-esr") ?? onPath("firefox");
const webKit = onPath("WebKitWebDriver");
const screen = onPath("xvfb-run");

describe("exp, log and normal numbers, bit by bit", () => {
  it("are the recorded ones in Chromium", async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: launchArguments });
    try {
      expect(JSON.parse(await (await browser.newPage()).evaluate(script))).toEqual(recorded);
    } finally {
      await browser.close();
    }
  });
  it.skipIf(firefox === null)("are the recorded ones in Firefox", async () => {
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox!, headless: true });
    try {
      expect(JSON.parse((await (await browser.newPage()).evaluate(script)) as string)).toEqual(recorded);
    } finally {
      await browser.close();
    }
  });
  it.skipIf(webKit === null || screen === null)("are the recorded ones in WebKit", async () => {
    expect(JSON.parse(await inWebKit(`return ${script}`))).toEqual(recorded);
  });
});

/** The value of a function body in a window of WebKitGTK, which needs a screen: an invisible one. */
async function inWebKit(body: string): Promise<string> {
  const port = 20_000 + (process.pid % 10_000);
  const driver = spawn(screen!, ["-a", webKit!, `--port=${port}`], { stdio: "ignore", detached: true });
  try {
    const ask = async (path: string, content: unknown): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: JSON.stringify(content) });
      const { value } = (await answer.json()) as { value: unknown };
      if (!answer.ok) throw new Error(`WebKitWebDriver refused ${path}: ${JSON.stringify(value)}`);
      return value;
    };
    const { sessionId } = (await untilThere(() => ask("/session", { capabilities: {} }))) as { sessionId: string };
    return (await ask(`/session/${sessionId}/execute/sync`, { script: body, args: [] })) as string;
  } finally {
    process.kill(-driver.pid!); // the screen, the driver and its window
  }
}

/** Asks again while nobody listens yet. */
async function untilThere<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TypeError) || attempt === 100) throw error; // `fetch` fails with a TypeError where nobody listens
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function onPath(name: string): string | null {
  try {
    return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null;
  } catch {
    return null;
  }
}
