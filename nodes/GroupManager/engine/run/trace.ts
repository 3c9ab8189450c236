/** A request as the envelope shows it; header values are masked on the way out. */
export interface ShownRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

/** A write that a dry run would have sent. */
export interface PlannedRequest {
	method: string;
	url: string;
	body?: unknown;
}

/**
 * Which of an item's requests its envelope shows: the last write, else the first read. A dry run's writes are kept
 * apart.
 */
export class Trace {
	readonly plan: PlannedRequest[] = [];
	/** Of the answer that came last. */
	status?: number;
	private read?: ShownRequest;
	private write?: ShownRequest;
	private hasLookedUp = false;

	get request(): ShownRequest | null {
		return this.write ?? this.read ?? null;
	}

	add(request: ShownRequest): void {
		if (request.method !== 'GET') {
			this.write = request;
		} else if (!this.read || this.hasLookedUp) {
			this.read = request;
			this.hasLookedUp = false;
		}
	}

	/** What was read so far only made ids of names: the next read is the one to show. */
	lookedUp(): void {
		this.hasLookedUp = true;
	}

	/** Takes over what another task sent on this one's behalf. */
	adopt({ request, plan, status }: Trace): void {
		if (request) this.add(request);
		if (status !== undefined) this.status = status;
		this.plan.push(...plan);
	}
}
