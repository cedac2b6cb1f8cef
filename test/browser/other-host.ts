/** @file Another host, which must never hear from a cell: it writes down every request. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type OtherHost = {
  /** `127.0.0.1:<port>`. */
  address: string;
  heard: string[];
  close(): Promise<void>;
};

export async function startOtherHost(): Promise<OtherHost> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response
      .writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" })
      .end("export default 1;");
  });
  server.on("upgrade", (request, socket) => {
    heard.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
