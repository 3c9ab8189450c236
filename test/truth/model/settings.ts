const IS_FULL = process.env.TRUTH === 'full';

/** `TRUTH=full` makes fifty times as many runs, from another seed each time. */
export const SETTINGS = IS_FULL ? { numRuns: 1_500 } : { numRuns: 40, seed: 9 };

if (IS_FULL) jest.setTimeout(3_600_000);
