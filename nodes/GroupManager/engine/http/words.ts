import { isObject } from '../contract/json';
import { inSentence } from '../contract/text';

/** Where error bodies keep their sentence, the most telling first. */
const SENTENCES = ['errors', 'message', 'error_description', 'error', 'detail', 'title'];

/** Deeper than any vendor nests its words. */
const MAX_DEPTH = 5;

/**
 * The words in whatever stands where a message belongs, as part of a sentence and never as JSON:
 * a text, a number, a list of them, an object with a message, a map of field to messages.
 * @returns '' when there are none
 */
export function wordsOf(value: unknown, depth = 0): string {
	if (typeof value === 'string') return inSentence(value);
	if (typeof value === 'number') return String(value);
	if (depth > MAX_DEPTH) return '';
	if (Array.isArray(value))
		return joined(
			value.map((entry) => wordsOf(entry, depth + 1)),
			', ',
		);
	if (!isObject(value)) return '';
	const sentence = SENTENCES.map((name) => wordsOf(value[name], depth + 1)).find(Boolean);
	return sentence ?? fieldsOf(value, depth);
}

/** A map of field to messages. */
function fieldsOf(value: object, depth: number): string {
	const fields = Object.entries(value).map(([name, messages]) => ({ name, said: wordsOf(messages, depth + 1) }));
	return joined(
		fields.map(({ name, said }) => (said === '' ? '' : `${name}: ${said}`)),
		'; ',
	);
}

const joined = (parts: readonly string[], separator: string): string =>
	inSentence(parts.filter(Boolean).join(separator));

/** Whether a text says that a name is in use: vendors word it freely. */
export const saysNameTaken = (text: string): boolean =>
	/\b(taken|already|exists?|unique|duplicated?|in use)\b/iu.test(text);
