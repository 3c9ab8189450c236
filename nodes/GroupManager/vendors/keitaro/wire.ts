import { isObject } from '../../engine/contract/json';
import type { Reply } from '../../engine/contract/host';
import type { Refusal } from '../../engine/contract/vendor';
import { saysNameTaken, wordsOf } from '../../engine/http/words';

/** Keitaro words its refusals in the tracker's language. */
const TAKEN = /уже|занят|существует|уникальн/iu;
const NAME = /name|имя|назван/iu;

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
		const error = wordsOf(body.error_code) || 'unknown';
		return {
			reason: `Cloudflare, which stands before the tracker, refused the client (error ${error})`,
			advice: 'Let the User-Agent "n8n-nodes-group-manager" or the address of your n8n through in Cloudflare',
		};
	}
	const reason = wordsOf(body);
	const onName = wordsOnName(body, reason);
	const isTaken = [400, 406, 409, 422].includes(status) && (saysNameTaken(onName) || TAKEN.test(onName));
	return { ...(isTaken ? { code: 'duplicate_name' } : {}), reason };
}

/** Of fields, only the name can be taken; a bare text has to speak of one. */
function wordsOnName(body: unknown, reason: string): string {
	const fields = isObject(body) && isObject(body.errors) ? body.errors : body;
	const isBare = !isObject(fields) || fields.error !== undefined;
	if (!isBare) return wordsOf(fields.name);
	return NAME.test(reason) ? reason : '';
}
