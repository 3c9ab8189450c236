import type { Reply } from '../../engine/contract/host';
import { isObject, type JsonObject } from '../../engine/contract/json';
import type { Refusal } from '../../engine/contract/vendor';
import { saysNameTaken, wordsOf } from '../../engine/http/words';
import { hasEntity, isRaw, unescapeEntities } from './entities';

/**
 * Error bodies are not documented for groups: Adobe's gateway sends `{error_code, message}`, other methods of the API
 * `{code, message}` or text. A 400 on permissions has two documented meanings: unreadable group, invalid permission.
 */
export function refusal(body: unknown, { status }: Reply, { method, url }: { method: string; url: string }): Refusal {
	const reason = isObject(body) ? reasonOf(body) : wordsOf(body);
	if (![400, 406, 422].includes(status)) return { reason };
	if (/\/permissions\/?$/.test(url)) {
		return method === 'GET'
			? {
					code: 'forbidden',
					reason: reason || 'the group is not accessible',
					advice: 'Check the ID of the group and the rights of the key',
				}
			: { code: 'invalid_permission', reason: reason || 'a permission is not valid' };
	}
	return /name/i.test(reason) && saysNameTaken(reason) ? { reason, code: 'duplicate_name' } : { reason };
}

function reasonOf(body: JsonObject): string {
	const said = [body.message, body.error_description, body.error, body.error_code, body.code];
	return said.map((value) => wordsOf(value)).find(Boolean) ?? wordsOf(body);
}

/**
 * A name or description as people wrote it: answers may be HTML-escaped (inferred).
 * A text that holds a character which escaping would have replaced is none, and stays as it is.
 */
export const unescaped = (text: string): string => (isRaw(text) ? text : unescapeEntities(text));

/**
 * A record as people wrote it, every text in it, however deep: for what is sent back to the vendor.
 * Answers are escaped as a whole, so one text that escaping would have changed shows that none is.
 */
export function unescapedTexts<T>(record: T): T {
	const texts = textsOf(record);
	return texts.some(hasEntity) && !texts.some(isRaw) ? mapTexts(record, unescapeEntities) : record;
}

function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsOf);
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
	const mapped = (inner: unknown): unknown => {
		if (typeof inner === 'string') return change(inner);
		if (Array.isArray(inner)) return inner.map(mapped);
		if (!isObject(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, mapped(field)]));
	};
	return mapped(value) as T;
}

/** Permission entries compare by type and id; ids come as numbers and as text. */
export const permissionKey = ({ objectType, objectId }: JsonObject): string =>
	`${String(objectType)} ${String(objectId)}`;

/** What an entry grants, as a text that compares. */
export const lineOf = (entry: JsonObject): string =>
	`${permissionKey(entry)} ${[...new Set(permissionNames(entry))].sort().join()}`;

/** Whether two permission lists grant the same, whatever their order. */
export function samePermissions(left: readonly JsonObject[], right: readonly JsonObject[]): boolean {
	const write = (list: readonly JsonObject[]) => list.map(lineOf).sort().join('\n');
	return write(left) === write(right);
}

export const permissionNames = ({ permissions }: JsonObject): string[] =>
	Array.isArray(permissions) ? permissions.map(String) : [];
