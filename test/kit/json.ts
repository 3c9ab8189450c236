/** What JSON holds; tests look into it freely. */
export type Value = ReturnType<typeof JSON.parse>;
export type Json = Record<string, Value>;

/** Values of the resource locator `groupId`. */
export const byId = (value: unknown): Json => ({ __rl: true, mode: 'id', value });
export const byName = (value: unknown): Json => ({ __rl: true, mode: 'name', value });
export const fromList = (value: unknown): Json => ({ __rl: true, mode: 'list', value });

/** 0, 1, 2 … */
export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
