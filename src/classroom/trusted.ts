/**
 * @file In the place of `kit/page/trusted.ts` in pages of a folder: their worker is a text that a script of the folder
 * brings, since browsers start no worker from a file.
 */
declare const v3Worker: string;

let address: string | null = null;

export const policyName = "v3-kit";
export const trustedHtml = (html: string): string => html;
export const trustedScript = (script: string): string => script;

/** The worker of figures, whatever its address on the site. */
export const trustedWorker = (): Worker =>
  new Worker((address ??= URL.createObjectURL(new Blob([v3Worker], { type: "text/javascript" }))));
