import { inSentence } from '../../engine/errors';
import { isObject, type JsonObject } from '../../engine/input';
import { asId, saysNameTaken } from '../../engine/reply';
import type { Refusal, Reply } from '../../engine/vendor';

export const idOf = ({ id }: JsonObject): string => asId(id);

/**
 * Keitaro's error bodies: `{"error":"text"}`, a map of field to messages (406, on newer trackers 422), plain text,
 * or the JSON of a Cloudflare that stands before the tracker. 402 means an edition without the Admin API.
 */
export function refusal(body: unknown, { status }: Reply): Refusal {
	if (status === 402) {
		return {
			reason: textOf(body) || "the tracker's edition has no Admin API",
			advice: "The Admin API belongs to Keitaro's larger editions: check the licence of the tracker",
		};
	}
	if (!isObject(body)) return namesTaken(textOf(body));
	if (body.cloudflare_error === true) {
		return {
			reason: `Cloudflare, which stands before the tracker, refused the client (error ${textOf(body.error_code) || 'unknown'})`,
			advice: 'Let the User-Agent "n8n-nodes-group-manager" or the address of your n8n through in Cloudflare',
		};
	}
	if (body.error !== undefined) return namesTaken(textOf(body.error));
	const fields = Object.entries(body).filter(([, messages]) => textOf(messages) !== '');
	const reason = fields.map(([field, messages]) => `${field}: ${textOf(messages)}`).join('; ');
	const taken = fields.some(([field, messages]) => field === 'name' && saysNameTaken(textOf(messages)));
	return { ...(taken ? { code: 'duplicate_name' } : {}), ...(reason === '' ? {} : { reason }) };

	function namesTaken(text: string): Refusal {
		const taken = [400, 406, 409, 422].includes(status) && /name|имя|назван/iu.test(text) && saysNameTaken(text);
		return { ...(taken ? { code: 'duplicate_name' } : {}), ...(text === '' ? {} : { reason: text }) };
	}
}

/** Whatever stands where a message belongs, as text: a message, a list of them, a number. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return inSentence(value);
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ');
	return isObject(value) ? inSentence(JSON.stringify(value)) : '';
}
