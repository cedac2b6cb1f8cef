/** @file Chromium, Firefox and WebKit, for what must hold in every browser: each is driven by what it brings along for that. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import puppeteer from "puppeteer-core";
import { chromiumPath, launchArguments } from "./chromium.ts";

type Act<Values extends unknown[], Result> = (...values: Values) => Result | Promise<Result>;
type Key = "ArrowRight" | "ArrowLeft" | "End" | "Tab";

/** A browser with one page. */
export type AnyBrowser = {
  open(address: string): Promise<void>;
  /** Runs a function in the page. It knows nothing but its arguments. */
  run<Values extends unknown[], Result>(act: Act<Values, Result>, ...values: Values): Promise<Result>;
  /** Runs a function in the frame that this selector finds. */
  runInFrame<Values extends unknown[], Result>(
    selector: string,
    act: Act<Values, Result>,
    ...values: Values
  ): Promise<Result>;
  click(selector: string): Promise<void>;
  /** A click at a place of the screen, whatever is there. */
  clickAt(x: number, y: number): Promise<void>;
  /** Puts the focus on an element and presses a key. */
  press(selector: string, key: Key): Promise<void>;
  /** Types text in place of what a field has. */
  type(selector: string, text: string): Promise<void>;
  close(): Promise<void>;
};

export type KnownBrowser = {
  name: string;
  install: string;
  /** Null if it is not there. */ path: string | null;
  start(): Promise<AnyBrowser>;
};

const firefox = onPath("firefox-esr") ?? onPath("firefox");
const webKitDriver = onPath("WebKitWebDriver");
/** What draws for a browser where there is no screen. */
const screen =
  process.env.DISPLAY || process.env.WAYLAND_DISPLAY
    ? "own"
    : onPath("Xvfb")
      ? "Xvfb"
      : onPath("broadwayd")
        ? "broadwayd"
        : null;

export const browsers: readonly KnownBrowser[] = [
  {
    name: "Chromium",
    install: "the package chromium",
    path: chromiumPath(),
    start: () => startByPuppeteer("chrome", chromiumPath()),
  },
  {
    name: "Firefox",
    install: "the package firefox-esr",
    path: firefox,
    start: () => startByPuppeteer("firefox", firefox!),
  },
  {
    name: "WebKit",
    install: "the packages webkit2gtk-driver and xvfb",
    path: screen && webKitDriver,
    start: () => startWebKit(webKitDriver!),
  },
];

/** Chromium by its own protocol, Firefox by WebDriver BiDi. */
async function startByPuppeteer(which: "chrome" | "firefox", path: string): Promise<AnyBrowser> {
  const browser = await puppeteer.launch({
    browser: which,
    executablePath: path,
    headless: true,
    args: which === "chrome" ? [...launchArguments] : [],
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  return {
    open: async (address) => void (await page.goto(address, { waitUntil: "load" })),
    run: (act, ...values) => page.evaluate(act as (...values: unknown[]) => unknown, ...values) as never,
    async runInFrame(selector, act, ...values) {
      const frame = await (await page.$(selector))!.contentFrame();
      return frame!.evaluate(act as (...values: unknown[]) => unknown, ...values) as never;
    },
    click: (selector) => page.click(selector),
    clickAt: (x, y) => page.mouse.click(x, y),
    async press(selector, key) {
      await page.focus(selector);
      await page.keyboard.press(key);
    },
    async type(selector, text) {
      await page.$eval(selector, (field) => {
        (field as HTMLInputElement).focus();
        (field as HTMLInputElement).select();
      });
      await page.keyboard.type(text);
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK's small browser over WebDriver, in as much of that protocol as is needed here. */
async function startWebKit(path: string): Promise<AnyBrowser> {
  const { environment, process: server } = await startScreen();
  const port = await freePort();
  const driver = spawn(path, [`--port=${port}`], { env: { ...process.env, ...environment }, stdio: "ignore" });
  const request = async (method: "POST" | "DELETE", command: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/session${command}`, {
      method,
      ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`WebKit: ${command}: ${value?.error} ${value?.message}`);
    return value;
  };
  await until(() => fetch(`http://127.0.0.1:${port}/status`));
  const { sessionId } = (await request("POST", "", { capabilities: { alwaysMatch: {} } })) as { sessionId: string };
  await request("POST", `/${sessionId}/window/rect`, { width: 1280, height: 900 });
  const send = (command: string, body: unknown): Promise<unknown> => request("POST", `/${sessionId}${command}`, body);
  const find = async (selector: string): Promise<Record<string, string>> =>
    (await send("/element", { using: "css selector", value: selector })) as Record<string, string>;
  const element = async (selector: string): Promise<string> => `/element/${Object.values(await find(selector))[0]}`;

  async function run(act: (...values: never[]) => unknown, ...values: unknown[]): Promise<never> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${act.toString()})(...Array.from(arguments).slice(0, -1))).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = (await send("/execute/async", { script, args: values })) as {
      value?: unknown;
      error?: string;
    };
    if (error !== undefined) throw new Error(error);
    return value as never;
  }

  const keys: Record<Key, string> = { ArrowRight: "\uE014", ArrowLeft: "\uE012", End: "\uE010", Tab: "\uE004" };
  return {
    open: async (address) => void (await send("/url", { url: address })),
    run,
    async runInFrame(selector, act, ...values) {
      await send("/frame", { id: await find(selector) });
      try {
        return await run(act, ...values);
      } finally {
        await send("/frame", { id: null });
      }
    },
    click: async (selector) => void (await send(`${await element(selector)}/click`, {})),
    async clickAt(x, y) {
      const actions = [
        { type: "pointerMove", x, y },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await send("/actions", { actions: [{ type: "pointer", id: "mouse", actions }] });
    },
    press: async (selector, key) => void (await send(`${await element(selector)}/value`, { text: keys[key] })),
    async type(selector, text) {
      await run((wanted: string) => document.querySelector<HTMLInputElement>(wanted)!.select(), selector);
      await send(`${await element(selector)}/value`, { text });
    },
    async close() {
      await request("DELETE", `/${sessionId}`).catch(() => {});
      driver.kill();
      server?.kill();
    },
  };
}

/** A screen that nobody sees, unless there is one. */
async function startScreen(): Promise<{ environment: Record<string, string>; process: ChildProcess | null }> {
  if (screen === "own") return { environment: {}, process: null };
  if (screen === "Xvfb") {
    const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const number = await new Promise<string>((said, failed) => {
      server.stdio[3]!.once("data", (data: Buffer) => said(data.toString().trim()));
      server.once("exit", () => failed(new Error("Xvfb ended.")));
    });
    return { environment: { DISPLAY: `:${number}` }, process: server };
  }
  const port = await freePort();
  const server = spawn("broadwayd", ["--port", String(port), `:${port}`], { stdio: "ignore" });
  await until(() => fetch(`http://127.0.0.1:${port}/`));
  return { environment: { GDK_BACKEND: "broadway", BROADWAY_DISPLAY: `:${port}` }, process: server };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Asks again until the answer comes, for ten seconds. */
async function until(ask: () => Promise<unknown>): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      await ask();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((later) => setTimeout(later, 100));
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
