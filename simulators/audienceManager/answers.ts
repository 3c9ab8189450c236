import { type Answer, json, violation } from '../core/http';
import { single } from '../core/router';
import type { Context } from '../core/vendor';
import type { AudienceManagerSwitches } from './entities';
import type { AudienceManagerState } from './store';

export type AamContext = Context<AudienceManagerState, AudienceManagerSwitches>;
export type Params = Record<string, string>;

export const PAGE = ['page', 'pageSize'];

/** What `pageSize` is when only `page` is given is not documented. */
const DEFAULT_PAGE_SIZE = 20;

/** The list as it is, or one page of it in the documented wrapper where a page is asked for. */
export function pageOf({ request, switches }: AamContext, rows: object[], isWrapped: boolean): Answer {
	const asked = PAGE.map((name) => single(request, name));
	const isPaged = asked.some((value) => value !== undefined);
	if (isPaged && switches.paging === 'refused') throw violation('page and pageSize are not known here');
	if (!asked.every((value) => value === undefined || /^\d+$/.test(value))) {
		throw violation('page and pageSize must be whole numbers');
	}
	if (!isPaged && !isWrapped) return json(200, rows);
	const pageSize = Number(asked[1] ?? (isPaged ? DEFAULT_PAGE_SIZE : rows.length));
	const page = Number(asked[0] ?? 0);
	return json(200, { total: rows.length, page, pageSize, list: rows.slice(page * pageSize, (page + 1) * pageSize) });
}

/** A record with its texts as the client gets them. */
export function shown<T extends object>({ request, switches }: AamContext, record: T): object {
	const isHonoured = switches.escapingHeader === 'honoured';
	const isSwitchedOff = isHonoured && request.headers['aam-disable-escaping-html'] === 'true';
	if (switches.escaping === 'off' || isSwitchedOff) return record;
	const entries = Object.entries(record).map(([name, value]: [string, unknown]) => {
		return [name, typeof value === 'string' ? escapeHtml(value) : value];
	});
	return Object.fromEntries(entries) as object;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(name: string): string {
	return name.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
