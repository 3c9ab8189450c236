import { type Answer, json, Refusal, type SimulatedRequest, violation } from '../core/http';
import { parseBody } from '../core/log';
import { single } from '../core/router';
import { isRecord } from '../core/shape';
import type { Context } from '../core/vendor';
import type { Reach360Switches } from './entities';
import type { Reach360State } from './store';

export type ReachContext = Context<Reach360State, Reach360Switches>;

interface Cursor {
	limit: number;
	offset: number;
	/** Tells two pages apart that hold the same rows. */
	page: number;
	filter: Record<string, string | string[]>;
}

export function page<Row>(
	context: ReachContext,
	name: string,
	rows: Row[],
	show: (context: ReachContext, row: Row) => object,
	extra: object = {},
): Answer {
	const { request, switches } = context;
	const cursor = readCursor(request);
	const end = cursor.offset + cursor.limit;
	const isLast = switches.lastPage === 'full' ? end >= rows.length : cursor.offset >= rows.length;
	return json(200, {
		...extra,
		[name]: rows.slice(cursor.offset, end).map((row) => show(context, row)),
		nextUrl: isLast ? null : nextUrl(context, cursor),
	});
}

function nextUrl({ request, origin, switches }: ReachContext, cursor: Cursor): string {
	const { limit, offset, page: current, filter } = cursor;
	const repeats = switches.nextUrl === 'duplicate-page' && current === 0;
	const next = { limit, offset: repeats ? offset : offset + limit, page: current + 1, filter };
	const loops = switches.nextUrl === 'repeated-cursor' && current > 0;
	const base = switches.nextUrl === 'foreign-origin' ? otherOrigin(origin) : origin;
	return `${base}${request.path}?cursor=${writeCursor(loops ? cursor : next)}`;
}

/** This machine's other name: a client that follows it is seen in the log, with the key that it gave away. */
function otherOrigin(origin: string): string {
	const [own, other] = origin.includes('localhost') ? ['localhost', '127.0.0.1'] : ['127.0.0.1', 'localhost'];
	return origin.replace(own, other);
}

function readCursor(request: SimulatedRequest): Cursor {
	const { cursor, ...others } = request.query;
	if (cursor === undefined) {
		const { limit, ...filter } = others;
		return { limit: readLimit(limit), offset: 0, page: 0, filter };
	}
	// What real cursors look like inside is not known: a client can only follow nextUrl as a whole.
	if (Object.keys(others).length > 0) throw violation('nextUrl must be followed as it is, with nothing added');
	const known = parseBody(Buffer.from(String(cursor), 'base64url').toString());
	if (!isCursor(known)) throw new Refusal(400, 'invalid_cursor', 'The cursor is not valid');
	return known;
}

function isCursor(value: unknown): value is Cursor {
	return isRecord(value) && isRecord(value['filter']);
}

function writeCursor(cursor: Cursor): string {
	return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readLimit(value: string | string[] = '50'): number {
	const limit = Number(value);
	if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
	throw new Refusal(400, 'invalid_limit', 'The limit must be a whole number between 1 and 100');
}

/** A filter of this page: from the query of the first one, from the cursor of those after it. */
export function pageQuery(request: SimulatedRequest, name: string): string | undefined {
	single(request, name);
	const value = readCursor(request).filter[name];
	return value === undefined ? undefined : String(value);
}
