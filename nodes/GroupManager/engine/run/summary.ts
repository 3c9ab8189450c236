/** A run in numbers, for people who look at it. */
export interface Summary {
	items: number;
	failed: number;
	/** Requests that were sent once more. */
	repeated: number;
	/** Milliseconds for which the vendor's limit held up all requests. */
	waited: number;
	/** Items whose writes were planned and not sent. */
	dry: number;
	/** A list ended at its limit. */
	isAtLimit: boolean;
}
