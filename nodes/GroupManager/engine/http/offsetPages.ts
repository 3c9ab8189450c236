import { query } from './path';

/**
 * Sizes at which servers cut a page off, whatever was asked for: a first page of exactly so many rows may not be
 * all.
 */
const USUAL_CAPS: readonly number[] = [10, 20, 25, 30, 50, 64, 75, 100, 128, 200, 250, 256, 300, 400, 500, 512];

/**
 * Where a list stands that is read by `limit` and `offset`, and of which no answer says where it ends.
 * Some servers ignore both and send everything at once; others send fewer rows than were asked for.
 */
export class OffsetPages {
	isComplete = false;
	/** The query of the page to read. */
	next: string;
	private received = 0;
	/** Rows of the first page: no later one has more. */
	private size?: number;

	/** @param pageSize rows asked for at once */
	constructor(private readonly pageSize: number) {
		this.next = query({ limit: pageSize, offset: 0 });
	}

	/**
	 * @param rows of the page just read
	 * @param bringsNew whether any of them was not on the pages before
	 */
	take(rows: number, bringsNew: boolean): void {
		this.isComplete = !bringsNew || this.isLast(rows);
		this.size ??= rows;
		this.received += rows;
		this.next = query({ limit: this.pageSize, offset: this.received });
	}

	private isLast(rows: number): boolean {
		const { size, pageSize } = this;
		// More than was asked for: the server ignores the question and has sent all there is.
		if (size === undefined) return rows > pageSize || (rows < pageSize && !USUAL_CAPS.includes(rows));
		return rows < size;
	}
}
