/** Works items off in their order, so many at a time; an item that only waits does not count. */
export class Workers {
	private working = 0;
	private resting = 0;
	private next = 0;
	private wake: () => void = () => undefined;

	/** @param size items at work at once */
	constructor(readonly size: number) {}

	/** @param isStopped whether no further item is to be begun */
	async run(items: number, work: (item: number) => Promise<void>, isStopped: () => boolean): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.wake = () => {
				while (this.working < this.size && this.next < items && !isStopped()) {
					this.begin(work).then(() => this.wake(), reject);
				}
				if (this.working === 0 && this.resting === 0) resolve();
			};
			this.wake();
		});
	}

	/** Lets another item begin meanwhile, unless items are to be worked off one by one. */
	async rest(wait: () => Promise<void>): Promise<void> {
		if (this.size === 1) return await wait();
		this.working -= 1;
		this.resting += 1;
		this.wake();
		try {
			await wait();
		} finally {
			this.working += 1;
			this.resting -= 1;
		}
	}

	private async begin(work: (item: number) => Promise<void>): Promise<void> {
		this.working += 1;
		try {
			await work(this.next++);
		} finally {
			this.working -= 1;
		}
	}
}
