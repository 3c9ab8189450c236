import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { Failure, isRetryable, isShared } from '../../nodes/GroupManager/engine/contract/failure';
import { inSentence } from '../../nodes/GroupManager/engine/contract/text';
import type { Code } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { failureJson, thrownText } from '../../nodes/GroupManager/engine/run/envelope';
import { failureMessage } from '../../nodes/GroupManager/engine/run/message';

const NODE: INode = {
	id: 'n',
	name: 'Group Manager',
	type: 'groupManager',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What n8n's errors look for in a message (its list is not exported). */
const ENGINE_WORDS = [
	...[
		'ECONNREFUSED',
		'ECONNRESET',
		'ENOTFOUND',
		'ETIMEDOUT',
		'ERRADDRINUSE',
		'EADDRNOTAVAIL',
		'ECONNABORTED',
		'EHOSTUNREACH',
	],
	...['EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EEXIST', 'EPERM', 'GETADDRINFO'],
];

const messageFor = (reason: string) =>
	failureMessage('create the group', new Failure('unavailable', reason, { httpStatus: 503 }));

/** The same as a stopped run throws it. */
function thrownFor(reason: string): { message: string; description?: string } {
	const failure = new Failure('unavailable', reason, { httpStatus: 503 });
	const asked = { vendor: 'keitaro', resource: 'group', operation: 'create' };
	const json = failureJson(asked, 'create the group', null, failure, new Redactor());
	return thrownText(json, { attempt: 'create the group', plain: 'create the group' }, failure, false);
}

describe("a failure's message", () => {
	it('says what failed, the reason, the HTTP status and code, and what to change', () => {
		expect(
			failureMessage('create the group', new Failure('duplicate_name', 'name: taken', { httpStatus: 406 })),
		).toBe(
			'Could not create the group: name: taken (HTTP 406, duplicate_name). Choose another name, or use the group that has it',
		);
		expect(
			failureMessage('get the group', new Failure('not_found', 'there is no group 7', { advice: 'Look again' })),
		).toBe('Could not get the group: there is no group 7 (not_found). Look again');
		expect(failureMessage('get the group', new Failure('unsupported', 'Keitaro cannot'))).toBe(
			'Could not get the group: Keitaro cannot (unsupported)',
		);
		expect(failureMessage('get the group', new Failure('not_found', 'gone', { advice: '' }))).toBe(
			'Could not get the group: gone (not_found)',
		);
		expect(
			failureMessage(
				'get the group',
				new Failure('timeout', 'no answer', { advice: '', tried: { attempts: 3, elapsed: 1_250 } }),
			),
		).toBe('Could not get the group: no answer (timeout), tried 3 times in 1.3 s');
	});

	it.each(ENGINE_WORDS)(
		"survives in n8n with %s in the vendor's words, which stand in the description then",
		(word) => {
			for (const said of [`code ${word}`, `code ${word.toLowerCase()}:443`, `pre${word}x`]) {
				const { message, description } = thrownFor(said);
				expect(new NodeOperationError(NODE, message).message).toBe(message);
				expect(new NodeApiError(NODE, { message }, { message, httpCode: '503' }).message).toBe(message);
				expect(message).toBe('Could not create the group: see the details (HTTP 503, unavailable)');
				expect(description).toContain(said);
			}
		},
	);

	it('survives in n8n whatever the vendor says', () => {
		const said = fc.array(
			fc.constantFrom(...ENGINE_WORDS, 'canceled', 'Canceled', 'E', 'e', '-', 'preexisting', ' '),
			{ maxLength: 6 },
		);
		fc.assert(
			fc.property(said, (words) => {
				const said = words.join('');
				const { message, description } = thrownFor(said);
				expect(new NodeOperationError(NODE, message).message).toBe(message);
				expect(message).not.toMatch(/canceled|cancelled/);
				expect(`${message} ${description ?? ''}`).toContain(said);
			}),
		);
	});

	it('never has the word that would cancel the whole execution', () => {
		for (const said of ['the subscription was canceled', 'the subscription was cancelled']) {
			expect(thrownFor(said).message).toBe('Could not create the group: see the details (HTTP 503, unavailable)');
			expect(thrownFor(said).description).toContain(said);
		}
		expect(thrownFor('the subscription was Canceled').message).toContain('was Canceled');
	});

	it('has that word when the execution was cancelled indeed', () => {
		const message = failureMessage('create the group', new Failure('cancelled', 'the execution was canceled'));
		expect(message).toBe('Could not create the group: the execution was canceled (cancelled)');
	});

	it('leaves ordinary words alone', () => {
		const said = 'permissions exist, sentences end, timed out';
		expect(messageFor(said)).toContain(said);
	});
});

describe("the vendor's words in a sentence", () => {
	it.each([
		['  Two\n\tlines \u0000 here.  ', 'Two lines here'],
		['The name "<b>EU</b>" is taken', 'The name "<b>EU</b>" is taken'],
		['Wait...', 'Wait'],
		['', ''],
		['...', ''],
	])('%j becomes %j', (text, sentence) => {
		expect(inSentence(text)).toBe(sentence);
	});

	it('are cut at 300 characters', () => {
		expect(inSentence('x'.repeat(300))).toHaveLength(300);
		expect(inSentence('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`);
	});
});

describe('codes', () => {
	it('are worth a retry when time alone can help', () => {
		expect((['rate_limited', 'unavailable', 'timeout'] as Code[]).every(isRetryable)).toBe(true);
		expect((['invalid_input', 'outcome_unknown', 'conflict', 'unauthorized'] as Code[]).some(isRetryable)).toBe(
			false,
		);
	});

	it('are shared when the next group would meet the same', () => {
		expect(
			(['unauthorized', 'rate_limited', 'unavailable', 'timeout', 'cancelled'] as Code[]).every(isShared),
		).toBe(true);
		expect((['not_found', 'forbidden', 'conflict', 'invalid_input'] as Code[]).some(isShared)).toBe(false);
	});
});
