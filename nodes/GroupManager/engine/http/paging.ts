import { Failure } from '../contract/failure';
import type { JsonObject } from '../contract/input';
import { asList, asObject } from './reply';

export interface Page {
	records: JsonObject[];
	/** Address of the next page; null at the explicit end. */
	next: string | null;
}

/**
 * Reads one page of a cursor-paged list: a named array beside `nextUrl`.
 * @param mustSayEnd whether the last page has to carry `nextUrl: null`, because something is removed on the strength of it
 * @throws Failure `unexpected_response` when the page has another shape or its cursor leaves the base URL's origin
 */
export function readPage(body: unknown, listName: string, baseUrl: string, { mustSayEnd = false } = {}): Page {
	const page = asObject(body, `an object with "${listName}"`);
	const records = asList(page[listName], `the list "${listName}"`);
	const { nextUrl } = page;
	if (nextUrl === undefined && mustSayEnd) {
		throw new Failure(
			'unexpected_response',
			'the list does not say where it ends, so nothing can be taken for missing from it',
		);
	}
	if (nextUrl === null || nextUrl === undefined || nextUrl === '') return { records, next: null };
	return { records, next: sameOrigin(nextUrl, baseUrl) };
}

/**
 * A cursor that may be followed with the key.
 * @throws Failure `unexpected_response`
 */
export function sameOrigin(cursor: unknown, baseUrl: string): string {
	const url = typeof cursor === 'string' ? parseUrl(cursor) : null;
	if (url && url.origin === new URL(baseUrl).origin && url.username === '' && url.password === '')
		return cursor as string;
	throw new Failure('unexpected_response', 'the next page lies on another server, where the key must not be sent', {
		details: String(cursor),
		advice: 'Check the domain in the credential',
	});
}

function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

/** Empty pages in a row that a list may have; the last page may be empty, and one or two may have lost their records. */
const MAX_EMPTY = 3;

/** Watches a list that is followed page by page, so that none goes on for ever. */
export class PageWatch {
	private readonly cursors = new Set<string>();
	private empty = 0;

	/** @throws Failure `unexpected_response` when the address was there before */
	begin(address: string): void {
		if (this.cursors.has(address)) throw repeated('a page address');
		this.cursors.add(address);
	}

	/** @throws Failure `unexpected_response` when the next page was there before, or there are empty pages without end */
	end({ records, next }: Page): void {
		if (next !== null && this.cursors.has(next)) throw repeated('a page address');
		this.empty = records.length === 0 ? this.empty + 1 : 0;
		if (this.empty < MAX_EMPTY || next === null) return;
		throw new Failure('unexpected_response', `the list has ${MAX_EMPTY} empty pages in a row and does not end`, {
			advice: 'Try again later',
		});
	}
}

/**
 * Follows a list page by page.
 * @param first address of the first page
 * @param fetch reads one page
 * @param keep which records count
 * @param limit how many records are wanted; no page is fetched beyond that
 * @throws Failure `unexpected_response` when a cursor or a page comes back, or empty pages do, which would never end
 */
export async function collect(
	first: string,
	fetch: (address: string) => Promise<Page>,
	{ limit, keep = () => true }: { limit: number; keep?: (record: JsonObject) => boolean },
): Promise<JsonObject[]> {
	const found: JsonObject[] = [];
	const seen = new Set<unknown>();
	const watch = new PageWatch();
	for (let address: string | null = first; address !== null;) {
		watch.begin(address);
		const page: Page = await fetch(address);
		const known = seen.size;
		for (const record of page.records) {
			const id = record.id ?? record;
			if (seen.has(id)) continue;
			seen.add(id);
			if (keep(record)) found.push(record);
			if (found.length === limit) return found;
		}
		if (page.records.length > 0 && seen.size === known) throw repeated('a page');
		watch.end(page);
		address = page.next;
	}
	return found;
}

export function repeated(what: string): Failure {
	return new Failure('unexpected_response', `the list repeats ${what}, so it would never end`, {
		advice: 'Try again later',
	});
}
