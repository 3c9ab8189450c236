import { inSentence } from '../../engine/errors';
import { isObject, type JsonObject } from '../../engine/input';
import { asId, saysNameTaken } from '../../engine/reply';
import type { Refusal, Reply } from '../../engine/vendor';

export const idOf = ({ groupId }: JsonObject): string => asId(groupId);

/**
 * Error bodies are not documented for groups: Adobe's gateway sends `{error_code, message}`, other methods of the API
 * `{code, message}` or text. A 400 on permissions has two documented meanings: unreadable group, invalid permission.
 */
export function refusal(body: unknown, { status }: Reply, { method, url }: { method: string; url: string }): Refusal {
	const reason = isObject(body) ? reasonOf(body) : typeof body === 'string' ? inSentence(body) : '';
	const said = reason === '' ? {} : { reason };
	if (![400, 406, 422].includes(status)) return said;
	if (/\/permissions\/?$/.test(url)) {
		return method === 'GET'
			? { code: 'forbidden', reason: reason || 'the group is not accessible', advice: 'Check the ID of the group and the rights of the key' }
			: { code: 'invalid_permission', reason: reason || 'a permission is not valid' };
	}
	return /name/i.test(reason) && saysNameTaken(reason) ? { ...said, code: 'duplicate_name' } : said;
}

function reasonOf(body: JsonObject): string {
	const said = [body.message, body.error_description, body.error, body.error_code, body.code];
	return said.map((value) => (typeof value === 'string' || typeof value === 'number' ? inSentence(String(value)) : '')).find(Boolean) ?? '';
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#x27': "'", '#34': '"' };
const ENTITY = new RegExp(`&(${Object.keys(ENTITIES).join('|')});`, 'gi');

/**
 * A name or description as people wrote it: answers may be HTML-escaped (inferred).
 * A text that holds a character which escaping would have replaced is none, and stays as it is.
 */
export function unescaped(text: string): string {
	const isEscaped = !/[<>"]/.test(text.replace(ENTITY, '')) && !text.replace(ENTITY, '').includes('&');
	return isEscaped ? text.replace(ENTITY, (_, name: string) => ENTITIES[name.toLowerCase()]!) : text;
}

/** Permission entries compare by type and id; ids come as numbers and as text. */
export const permissionKey = ({ objectType, objectId }: JsonObject): string => `${String(objectType)} ${String(objectId)}`;

/** What an entry grants, as a text that compares. */
export const lineOf = (entry: JsonObject): string =>
	`${permissionKey(entry)} ${[...new Set(permissionNames(entry))].sort().join()}`;

/** Whether two permission lists grant the same, whatever their order. */
export function samePermissions(left: readonly JsonObject[], right: readonly JsonObject[]): boolean {
	const write = (list: readonly JsonObject[]) => list.map(lineOf).sort().join('\n');
	return write(left) === write(right);
}

export const permissionNames = ({ permissions }: JsonObject): string[] => (Array.isArray(permissions) ? permissions.map(String) : []);
