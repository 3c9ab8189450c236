import { Failure } from '../contract/failure';
import type { JsonObject } from '../contract/json';
import type { Reply } from '../contract/host';
import type { Task } from '../contract/task';
import { asList, asObject } from './answers';

export interface Page {
	records: JsonObject[];
	/** Address of the next page; null for none. */
	next: string | null;
	/** Whether the vendor says that the list ends here: only then may anything be taken for missing from it. */
	saysEnd: boolean;
}

/**
 * Reads one page out of a whole answer, headers included. @throws Failure `unexpected_response` where it has
 * another shape
 */
export type ReadPage = (body: unknown, reply: Reply) => Page;

/** A named array beside `nextUrl`, which is null on the last page. */
export const nextInBody =
	(listName: string, { cursor = 'nextUrl' } = {}): ReadPage =>
	(body) => {
		const page = asObject(body, `an object with "${listName}"`);
		const records = asList(page[listName], `the list "${listName}"`);
		const next = page[cursor];
		if (next === null || next === undefined || next === '') return { records, next: null, saysEnd: next === null };
		// What is no text is no address either, whatever it looks like as one.
		return { records, next: typeof next === 'string' ? next : JSON.stringify(next), saysEnd: false };
	};

/** A bare array; the next page stands in the `Link` header (RFC 8288), which has no `rel="next"` on the last page. */
export const nextInHeader =
	(what: string): ReadPage =>
	(body, { headers }) => {
		const links = (headers.link ?? '').split(/,\s*(?=<)/);
		const next = links.map((link) => /^\s*<([^>]*)>.*;\s*rel="?next"?\s*(;|$)/.exec(link)?.[1]).find(Boolean);
		return { records: asList(body, what), next: next ?? null, saysEnd: next === undefined };
	};

interface PageRules {
	/** Where the list is read: no cursor may leave its origin. */
	baseUrl: string;
	/** Whether the last page has to say that it is the last, because something is removed on the strength of it. */
	mustSayEnd?: boolean;
}

/** The same for a page that is followed. @throws Failure `unexpected_response` */
export const asPage =
	(read: ReadPage, { baseUrl, mustSayEnd = false }: PageRules): ReadPage =>
	(body, reply) => {
		const page = read(body, reply);
		if (page.next !== null) sameOrigin(page.next, baseUrl);
		if (page.next !== null || page.saysEnd || !mustSayEnd) return page;
		const reason = 'the list does not say where it ends, so nothing can be taken for missing from it';
		throw new Failure('unexpected_response', reason);
	};

/**
 * A cursor that may be followed with the key: the same origin, and nothing in it that would log in elsewhere.
 * @throws Failure `unexpected_response`
 */
export function sameOrigin(cursor: string, baseUrl: string): string {
	const url = parseUrl(cursor);
	if (url && url.origin === new URL(baseUrl).origin && url.username === '' && url.password === '') return cursor;
	throw new Failure('unexpected_response', 'the next page lies on another server, where the key must not be sent', {
		details: cursor,
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

/**
 * Empty pages in a row that a list may have; the last page may be empty, and one or two may have lost their
 * records.
 */
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

export interface Wanted {
	/** How many records are wanted; no page is fetched beyond that. */
	limit: number;
	/** Which records count. */
	keep?: (record: JsonObject) => boolean;
	/** The field that tells records apart. Default: `id`. */
	idField?: string;
}

/**
 * Follows a list page by page.
 * @param first address of the first page
 * @param fetch reads one page
 * @throws Failure `unexpected_response` when a cursor or a page comes back, or empty pages do, which would never end
 */
export async function collect(
	first: string,
	fetch: (address: string) => Promise<Page>,
	{ limit, keep = () => true, idField = 'id' }: Wanted,
): Promise<JsonObject[]> {
	const found: JsonObject[] = [];
	const seen = new Set<unknown>();
	const watch = new PageWatch();
	for (let address: string | null = first; address !== null;) {
		watch.begin(address);
		const page: Page = await fetch(address);
		const known = seen.size;
		for (const record of page.records) {
			const id = record[idField] ?? record;
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

/** A whole list, page by page. @throws Failure as `asPage` and `collect` do */
export async function readPages(
	reader: Task,
	first: string,
	page: ReadPage,
	{ mustSayEnd, ...wanted }: Wanted & Pick<PageRules, 'mustSayEnd'>,
): Promise<JsonObject[]> {
	const check = asPage(page, { baseUrl: reader.baseUrl, mustSayEnd });
	return await collect(first, async (address) => await reader.fetch(address, check), wanted);
}

export function repeated(what: string): Failure {
	return new Failure('unexpected_response', `the list repeats ${what}, so it would never end`, {
		advice: 'Try again later',
	});
}
