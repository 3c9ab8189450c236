const IS_FULL = process.env.TRUTH === 'full';

/** `TRUTH=full` makes 75 times as many runs, from another seed each time. */
export const SETTINGS = IS_FULL ? { numRuns: 1_500 } : { numRuns: 20, seed: 9 };

jest.setTimeout(IS_FULL ? 3_600_000 : 60_000);
