/**
 * @file The one policy by which a page of the site turns text into markup or into the address of a script. The policy of
 * content names it (`layouts/Page.astro`), so no other code of a page can do either, in browsers that have trusted types.
 */

/** What those browsers call the policy. */
export const policyName = "v3-kit";

type Policy = { createHTML(html: string): string; createScriptURL(address: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };

const rules: Policy = {
  // Only the kit asks, for what the site's own workers have drawn: what readers' cells show never becomes HTML (`notebook/display`).
  createHTML: (html) => html,
  createScriptURL(address) {
    if (new URL(address, location.href).origin !== location.origin)
      throw new TypeError(`address must be of this site (got ${address})`);
    return address;
  },
};

let made: Policy | null = null;

/** Made when it is first needed: pages of readers' code, which name no policy, load this and never ask. */
const policy = (): Policy =>
  (made ??= (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy(policyName, rules) ?? rules);

/** HTML that one of the site's workers has drawn, for `innerHTML`. */
export const trustedHtml = (html: string): string => policy().createHTML(html);

/** A worker of the site, from the address of its file. */
export const trustedWorker = (address: string): Worker =>
  new Worker(policy().createScriptURL(address), { type: "module" });

/** The address of a script of the site, for what takes no other. */
export const trustedScript = (address: string): string => policy().createScriptURL(address);
