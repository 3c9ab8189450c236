import { isObject, type JsonObject } from '../../engine/contract/input';
import { asId, saysNameTaken } from '../../engine/http/reply';
import type { Refusal, Reply } from '../../engine/contract/vendor';
import { wordsOf } from '../../engine/http/words';

export const idOf = ({ id }: JsonObject): string => asId(id);

/**
 * Keitaro's error bodies: `{"error":"text"}`, a map of field to messages (406, on newer trackers 422), plain text,
 * or the JSON of a Cloudflare that stands before the tracker. 402 means an edition without the Admin API.
 */
export function refusal(body: unknown, { status }: Reply): Refusal {
	if (status === 402) {
		return {
			reason: wordsOf(body) || "the tracker's edition has no Admin API",
			advice: "The Admin API belongs to Keitaro's larger editions: check the licence of the tracker",
		};
	}
	if (isObject(body) && body.cloudflare_error === true) {
		return {
			reason: `Cloudflare, which stands before the tracker, refused the client (error ${wordsOf(body.error_code) || 'unknown'})`,
			advice: 'Let the User-Agent "n8n-nodes-group-manager" or the address of your n8n through in Cloudflare',
		};
	}
	const reason = wordsOf(body);
	// Of fields, only the name can be taken; a bare text has to speak of one.
	const fields = isObject(body) && isObject(body.errors) ? body.errors : body;
	const isBare = !isObject(fields) || fields.error !== undefined;
	const onName = isBare ? (/name|имя|назван/iu.test(reason) ? reason : '') : wordsOf(fields.name);
	const taken = [400, 406, 409, 422].includes(status) && saysNameTaken(onName);
	return { ...(taken ? { code: 'duplicate_name' } : {}), reason };
}
