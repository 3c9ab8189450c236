import { isObject } from '../../engine/contract/json';
import { inSentence } from '../../engine/contract/text';
import type { Refusal } from '../../engine/contract/vendor';
import type { Code } from '../../engine/contract/vocabulary';
import { BY_NAME } from '../../engine/fields/groupId';
import { wordsOf } from '../../engine/http/words';

/** Reach 360's own codes say more than its statuses, which are not documented. */
const CODES: Record<string, Code> = {
	duplicate_name: 'duplicate_name',
	read_only_group: 'read_only_group',
	invalid_api_version: 'invalid_input',
};

const ADVICE: Record<string, string> = {
	invalid_api_version: 'Check the API Version in the credential',
	// Its IDs look like anything.
	group_not_found: `Check the ID. ${BY_NAME}`,
};

/**
 * Reads `{"errors":[{code,message}]}`, `{"error":{code,message}}`, `{"error":"text"}`, `{code,message}` and plain
 * text.
 */
export function refusal(body: unknown): Refusal {
	const entries = isObject(body) ? [body.errors, body.error, body].flat() : [body];
	const said = entries.map(read).find(({ code, message }) => code !== '' || message !== '');
	if (!said) return { reason: wordsOf(body) };
	const code = Object.hasOwn(CODES, said.code)
		? CODES[said.code]
		: said.code.endsWith('_not_found')
			? 'not_found'
			: undefined;
	// Our own code stands in the message anyway.
	const reason = [said.message, said.code === code ? '' : said.code].filter(Boolean).join(' – ') || said.code;
	const advice = Object.hasOwn(ADVICE, said.code) ? ADVICE[said.code] : undefined;
	const vendorCode = said.code === '' ? {} : { vendorCode: said.code };
	return { reason, ...vendorCode, ...(code ? { code } : {}), ...(advice ? { advice } : {}) };
}

function read(entry: unknown): { code: string; message: string } {
	if (typeof entry === 'string') return { code: '', message: inSentence(entry) };
	if (!isObject(entry)) return { code: '', message: '' };
	const text = (value: unknown) => (typeof value === 'string' ? inSentence(value) : '');
	return { code: text(entry.code), message: text(entry.message) };
}
