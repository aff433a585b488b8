/** How long the first screen has the page to itself, in milliseconds: whoever looks at it has not typed anything yet. */
const pause = 300;

/** Resolves when what the first screen does without may be read. */
export const firstScreenIsThere = new Promise<void>((resolve) => setTimeout(resolve, pause));
