import { Failure } from '../contract/failure';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import { asList, asObject } from './answers';
import { repeated } from './paging';
import { query } from './path';

interface Numbered extends JsonObject {
	list: JsonObject[];
}

interface Wanted {
	/** The field that tells records apart. */
	idField: string;
	/** The list in words, as in `a list of users`. */
	what: string;
}

/**
 * A list that is one array, or comes as `{total, page, pageSize, list}` and is read on to its total.
 * @throws Failure `unexpected_response` where it is not whole
 */
export async function readNumbered(reader: Task, path: string, { idField, what }: Wanted): Promise<JsonObject[]> {
	const asNumbered = (body: unknown): Numbered => {
		const page = asObject(body, what);
		return { ...page, list: asList(page.list, what) };
	};
	const first = await reader.fetch(path, (body) => (Array.isArray(body) ? asList(body, what) : asNumbered(body)));
	if (Array.isArray(first)) return first;

	const found = new Map<unknown, JsonObject>();
	for (let page = first; ;) {
		const { list, total, page: number, pageSize } = page;
		const known = found.size;
		for (const record of list) found.set(String(record[idField]), record);
		// Without a total nothing would tell the last page from the first.
		if (typeof total !== 'number') throw short(found.size, 'an unknown number');
		if (found.size >= total) return [...found.values()];
		if (list.length === 0) throw short(found.size, total);
		if (found.size === known) throw repeated('a page');
		if (!isNumber(number) || !isNumber(pageSize)) throw short(found.size, total);
		const next = query({ page: Number(number) + 1, pageSize: Number(pageSize) });
		page = await reader.fetch(
			path.includes('?') ? `${path}${next.replace('?', '&')}` : `${path}${next}`,
			asNumbered,
		);
	}
}

const isNumber = (value: unknown): boolean => Number.isSafeInteger(Number(value ?? NaN));

const short = (found: number, total: unknown): Failure =>
	new Failure('unexpected_response', `the list ends after ${found} of ${String(total)}, so it is not whole`, {
		advice: 'Try again later',
	});
