import { Failure } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/input';
import { repeated } from '../../engine/http/paging';
import { query } from '../../engine/http/path';
import { asList, asObject } from '../../engine/http/reply';
import type { Task } from '../../engine/run/task';

/** A list is an array; beside paging parameters other methods answer `{total, page, pageSize, list}`. Both are read. */
export async function readPages(task: Task, path: string, what: string): Promise<JsonObject[]> {
	const asPage = (answer: unknown): JsonObject[] | JsonObject =>
		Array.isArray(answer) ? asList(answer, what) : withList(asObject(answer, what), what);
	let page = await task.fetch(path, asPage);
	if (Array.isArray(page)) return page;

	const found = new Map<string, JsonObject>();
	for (;;) {
		const { list, total, page: number, pageSize } = page;
		const known = found.size;
		for (const record of list as JsonObject[]) found.set(recordId(record), record);
		// Without a total nothing would tell the last page from the first.
		if (typeof total !== 'number') throw short(found.size, 'an unknown number');
		if (found.size >= total) return [...found.values()];
		if ((list as JsonObject[]).length === 0) throw short(found.size, total);
		if (found.size === known) throw repeated('a page');
		const next = query({ page: Number(number) + 1, pageSize: Number(pageSize) });
		page = await task.fetch(path.includes('?') ? `${path}${next.replace('?', '&')}` : `${path}${next}`, (answer) =>
			withList(asObject(answer, what), what),
		);
	}
}

const recordId = ({ groupId, userId }: JsonObject): string => String(groupId ?? userId);

function withList(page: JsonObject, what: string): JsonObject {
	asList(page.list, what);
	return page;
}

const short = (found: number, total: unknown): Failure =>
	new Failure('unexpected_response', `the list ends after ${found} of ${String(total)}, so it is not whole`, {
		advice: 'Try again later',
	});
