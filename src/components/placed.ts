/** @file Errors of elements in chapters, with the place of the element. */

/**
 * Does something of an element.
 *
 * @param at  file and line, from `integrations/element-places.ts`
 * @throws Error with the place in front of what went wrong
 */
export async function placed<T>(at: string | undefined, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw at === undefined ? error : new Error(`${at}: ${(error as Error).message}`, { cause: error });
  }
}
