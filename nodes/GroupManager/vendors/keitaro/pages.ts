import { query } from '../../engine/http/path';

/** Rows asked for at once. */
export const PAGE_SIZE = 1_000;

/** Sizes at which servers cut a page off, whatever was asked for: a first page of exactly so many rows may not be all. */
const USUAL_CAPS: readonly number[] = [10, 20, 25, 30, 50, 64, 75, 100, 128, 200, 250, 256, 300, 400, 500, 512];

/**
 * Where a list that is read page by page stands: nothing in Keitaro's answers says where it ends.
 * Older trackers ignore `limit` and `offset` and send everything at once; others may send fewer rows than were asked for.
 */
export class ListPages {
	isComplete = false;
	/** The query of the page to read. */
	next: string;
	private received = 0;
	/** Rows of the first page: no later one has more. */
	private size?: number;

	constructor(private readonly isPaged: boolean) {
		this.next = isPaged ? query({ limit: PAGE_SIZE, offset: 0 }) : '';
	}

	/**
	 * @param rows of the page just read
	 * @param bringsNew whether any of them was not on the pages before
	 */
	take(rows: number, bringsNew: boolean): void {
		this.isComplete = !this.isPaged || !bringsNew || this.isLast(rows);
		this.size ??= rows;
		this.received += rows;
		this.next = query({ limit: PAGE_SIZE, offset: this.received });
	}

	private isLast(rows: number): boolean {
		// More than was asked for: the tracker ignores the question and has sent all there is.
		if (this.size === undefined) return rows > PAGE_SIZE || (rows < PAGE_SIZE && !USUAL_CAPS.includes(rows));
		return rows < this.size;
	}
}
