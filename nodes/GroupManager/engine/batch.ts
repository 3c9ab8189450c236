interface Gathered {
	entries: unknown[];
	settle: Array<{ resolve: (result: never) => void; reject: (error: unknown) => void }>;
	perform: (entries: never[]) => Promise<unknown[]>;
}

/**
 * Brings together what the items of one execution want from the same target.
 * A change waits until every item under way has either handed in its change or finished; then each target is written once.
 */
export class Batch {
	private underWay = 0;
	private readonly targets = new Map<string, Gathered>();

	/** Counts one item's work as under way. */
	async track<T>(work: () => Promise<T>): Promise<T> {
		this.underWay += 1;
		try {
			return await work();
		} finally {
			this.leave();
		}
	}

	/**
	 * Hands in a change and waits for its result.
	 * @param target changes with the same target are performed together
	 * @param perform gets all changes in the order of handing in and returns one result each, an Error to fail only that one
	 */
	async gather<Change, Result>(
		target: string,
		change: Change,
		perform: (changes: Change[]) => Promise<Array<Result | Error>>,
	): Promise<Result> {
		const gathered = this.targets.get(target) ?? { entries: [], settle: [], perform };
		this.targets.set(target, gathered);
		gathered.entries.push(change);
		const result = new Promise<Result>((resolve, reject) => gathered.settle.push({ resolve, reject }));
		this.leave();
		return await result;
	}

	/** Waits for something that is not this batch's to bring about; that does not count as under way. */
	async aside<T>(wait: () => Promise<T>): Promise<T> {
		this.leave();
		try {
			return await wait();
		} finally {
			this.underWay += 1;
		}
	}

	/** Runs parts of one item's work side by side, each of which may gather. Never rejects: every part has its result. */
	async sideBySide<T>(parts: ReadonlyArray<() => Promise<T>>): Promise<Array<PromiseSettledResult<T>>> {
		let left = parts.length;
		this.underWay += Math.max(0, left - 1);
		return await Promise.allSettled(
			parts.map(async (part) => {
				try {
					return await part();
				} finally {
					left -= 1;
					// The last part hands its place back to the item.
					if (left > 0) this.leave();
				}
			}),
		);
	}

	private leave(): void {
		this.underWay -= 1;
		if (this.underWay > 0) return;
		const ready = [...this.targets.values()];
		this.targets.clear();
		for (const gathered of ready) void this.flush(gathered);
	}

	private async flush({ entries, settle, perform }: Gathered): Promise<void> {
		// The work counts as one, whatever it waits for in turn; whoever handed in goes on afterwards.
		this.underWay += 1;
		try {
			const results = await perform(entries as never[]);
			this.underWay += settle.length - 1;
			settle.forEach(({ resolve, reject }, index) => {
				const result = results[index];
				if (result instanceof Error) reject(result);
				else resolve(result as never);
			});
		} catch (error) {
			this.underWay += settle.length - 1;
			for (const { reject } of settle) reject(error);
		}
	}
}
