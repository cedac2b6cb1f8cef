/**
 * @file The script of the frame: it keeps the worker that readers' code runs in, and lets through no more than a page
 * can take. Stands alone: its text is the frame's inline script, and its hash is in the frame's policy.
 */
import type { FrameReport, Greeting, Order } from "./messages.ts";

(() => {
  // Only as a frame of an opaque origin: elsewhere the worker would belong to the site.
  if (self.origin !== "null" || parent === self) return;

  /** Messages and characters that come through in a second. */
  const mostMessages = 3_000;
  const mostCharacters = 10_000_000;

  let greeted = false;
  addEventListener("message", (event: MessageEvent<Greeting>) => {
    if (greeted || event.source !== parent || event.data?.is !== "notebook" || !event.ports[0]) return;
    greeted = true;
    keep(event.ports[0], event.data.worker);
  });

  function keep(port: MessagePort, script: Blob): void {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const report = (what: FrameReport): void => port.postMessage(what);
    let worker = start();

    function start(): Worker | null {
      let own: Worker;
      try {
        own = new Worker(address);
      } catch (error) {
        report({
          is: "ended",
          why: "broken",
          message: `The notebook could not be started in this browser. ${(error as Error).message}`,
        });
        return null;
      }
      let ready = false;
      let second = 0;
      let messages = 0;
      let characters = 0;
      own.onmessage = ({ data }) => {
        if (own !== worker || typeof data !== "string") return;
        ready = true;
        const now = Math.floor(performance.now() / 1000);
        if (now !== second) [second, messages, characters] = [now, 0, 0];
        messages++;
        characters += data.length;
        if (messages <= mostMessages && characters <= mostCharacters) port.postMessage(data);
        else end("flood", "It reported more than a page can show, and was ended.");
      };
      own.onerror = (event) => {
        event.preventDefault(); // what a timer of a cell throws is no trouble of the site
        if (own === worker && !ready)
          end("broken", event.message || "The notebook could not be started in this browser.");
      };
      return own;
    }

    function end(why: "flood" | "broken", message: string): void {
      worker?.terminate();
      if (why === "flood") worker = start();
      report({ is: "ended", why, message });
    }

    port.onmessage = ({ data }: MessageEvent<Order>) => {
      if (data.do === "stop") {
        worker?.terminate();
        worker = start();
        report({ is: "stopped", turn: data.turn });
        return;
      }
      if (data.do === "ping") report({ is: "frame" });
      worker?.postMessage(data);
    };
  }
})();
