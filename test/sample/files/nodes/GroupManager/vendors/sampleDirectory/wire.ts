import { isObject } from '../../engine/contract/json';
import type { Refusal } from '../../engine/contract/vendor';
import { wordsOf } from '../../engine/http/words';

/** Reads `{"errorCode":"E0007","errorSummary":"text"}`. The statuses say the rest. */
export function refusal(body: unknown): Refusal {
	const summary = isObject(body) ? wordsOf(body.errorSummary) : '';
	return { reason: summary || wordsOf(body) };
}
