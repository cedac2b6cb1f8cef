/** @file The page of the frame, as HTML with a policy of its own. */
import { createHash } from "node:crypto";
import { transform } from "sucrase";
import frame from "./frame.ts?raw";

/** A page without anything but the frame's script; nothing loads, and only blobs and what is evaluated run. */
export function framePage(): string {
  const script = transform(frame, { transforms: ["typescript"], disableESTransforms: true })
    .code.replace(/^\/\*\*.*?\*\/\s*/s, "")
    .trim();
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}' 'unsafe-eval' blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="robots" content="noindex">
<title>Where live cells run</title>
</head>
<body><script>${script}</script></body>
</html>
`;
}
