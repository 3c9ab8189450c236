/** Runs work in the order in which it came, at most `size` at once. */
export class Pool {
	private running = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(readonly size: number) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.running >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve));
		else this.running += 1;
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			// The place is handed over, so that nobody can slip in between.
			if (next) next();
			else this.running -= 1;
		}
	}
}
