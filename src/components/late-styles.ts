/** @file Which pages begin with text, so that styles of figures and cells may come after the first paint. */

/** Chapters and pages of the primer. All others link these styles where the first figure stands. */
export function beginsWithText({ pathname }: URL): boolean {
  return /\/(?:chapters|primer)\/[^/]/.test(pathname);
}
