/** For each switch the values it may have; the first is the default, and `Number` stands for any positive number. */
export type SwitchTable = Record<string, ReadonlyArray<string | number | NumberConstructor>>;

type Value<Entry> = Entry extends NumberConstructor ? number : Entry;

export type SwitchValues<Table extends SwitchTable> = { -readonly [Name in keyof Table]: Value<Table[Name][number]> };

export const COMMON_SWITCHES = {
	/** Requests per second; no vendor documents its limit. */
	rateLimit: ['off', Number],
	retryAfter: ['seconds', 'date', 'absent'],
	/** Whether an error's text repeats the credentials that it received. */
	echoKey: ['off', 'on'],
} as const satisfies SwitchTable;

export type CommonSwitches = SwitchValues<typeof COMMON_SWITCHES>;

export function defaultSwitches<Table extends SwitchTable>(table: Table): SwitchValues<Table> {
	const entries = Object.entries(table).map(([name, values]) => [name, values[0]]);
	return Object.fromEntries(entries) as SwitchValues<Table>;
}

/** A sentence about the first name or value that the table does not have. */
export function switchProblem(table: SwitchTable, given: Record<string, unknown>): string | undefined {
	for (const [name, value] of Object.entries(given)) {
		const values = Object.hasOwn(table, name) ? table[name] : undefined;
		if (!values) return `unknown switch "${name}"; known: ${Object.keys(table).join(', ')}`;
		const fits = values.includes(Number) && typeof value === 'number' && value > 0;
		if (fits || values.some((known) => known === value)) continue;
		return `switch "${name}" must be ${values.map(describe).join(', ')}`;
	}
	return undefined;
}

function describe(value: SwitchTable[string][number]): string {
	return value === Number ? 'a positive number' : JSON.stringify(value);
}
