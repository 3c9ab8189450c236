import { Failure, type FailureFacts } from '../../nodes/GroupManager/engine/contract/failure';
import { isSameAnswer, leavesDoubt, outcomeUnknown } from '../../nodes/GroupManager/engine/http/doubt';
import { carries, changedBy } from '../../nodes/GroupManager/engine/steps/looking';

const meeting = (facts: FailureFacts): Failure => new Failure('unavailable', 'no', facts);
const statuses = (...list: number[]) => list.map((httpStatus) => leavesDoubt(meeting({ httpStatus })));

describe('whether a write may have been carried out', () => {
	it('is said only by what the vendors document as a refusal', () => {
		expect(statuses(400, 401, 402, 403, 404, 406, 409, 422, 429)).toEqual(Array(9).fill(false));
		expect(statuses(200, 204, 302, 304, 405, 408, 410, 418, 425, 451, 500, 501, 502, 503, 504, 599)).toEqual(
			Array(16).fill(true),
		);
	});

	it('is open without an answer, unless the request never left', () => {
		expect(leavesDoubt(meeting({}))).toBe(true);
		expect(leavesDoubt(meeting({ kind: 'transient' }))).toBe(true);
		expect(leavesDoubt(meeting({ unsent: true }))).toBe(false);
		expect(leavesDoubt(meeting({ unsent: true, httpStatus: 500 }))).toBe(false);
	});

	it('is clear where a success carries the form of an error', () => {
		expect(leavesDoubt(meeting({ httpStatus: 200, refused: true }))).toBe(false);
	});
});

describe('a look that meets the same as the write', () => {
	const page = (httpStatus: number) => meeting({ httpStatus, isElsewhere: true });

	it('is one for the same page or redirect only', () => {
		expect(isSameAnswer(page(200), page(200))).toBe(true);
		expect(isSameAnswer(page(302), page(302))).toBe(true);
		expect(isSameAnswer(page(200), page(302))).toBe(false);
		expect(isSameAnswer(page(200), meeting({ httpStatus: 200 }))).toBe(false);
		expect(isSameAnswer(meeting({ httpStatus: 503 }), meeting({ httpStatus: 503 }))).toBe(false);
	});
});

it('an unknown outcome says what was met and what was seen, and is not tried again', () => {
	const failure = new Failure('unavailable', 'Maintenance', {
		httpStatus: 503,
		kind: 'transient',
		details: 'words',
		tried: { attempts: 3, elapsed: 9 },
	});
	expect(outcomeUnknown(failure, 'nobody knows')).toMatchObject({
		code: 'outcome_unknown',
		reason: 'Maintenance; nobody knows',
		facts: {
			httpStatus: 503,
			details: 'words',
			tried: { attempts: 3, elapsed: 9 },
			advice: 'Look before you run it again',
		},
	});
	expect(outcomeUnknown(failure, 'nobody knows').facts).not.toHaveProperty('kind');
});

describe('a record that carries what was written', () => {
	it.each([
		[{ name: 'A', more: 1 }, { name: 'A' }, true],
		[{ name: 'A' }, { name: 'B' }, false],
		[{}, { name: 'A' }, false],
		[{ id: '7' }, { id: 7 }, true],
		[{ description: null }, { description: undefined }, true],
		[{}, { description: null }, true],
		[{ description: '' }, { description: null }, false],
		[{ list: [1, 2] }, { list: [1, 2] }, true],
		[{ list: [1, 2] }, { list: [2, 1] }, false],
		[{ name: 'A' }, {}, true],
		[{ profile: { name: 'A', more: 1 } }, { profile: { name: 'A' } }, true],
		[{ profile: { name: 'A' } }, { profile: { name: 'B' } }, false],
		[{ profile: 'A' }, { profile: { name: 'A' } }, false],
		[{}, { profile: { name: 'A' } }, false],
	])('%j, wanted %j: %s', (record, wanted, expected) => {
		expect(carries(record, wanted)).toBe(expected);
	});
});

describe('a record that a write has changed', () => {
	it.each([
		[{ id: 1, name: 'A' }, { name: 'B' }, { id: 1, name: 'B' }],
		[{ profile: { name: 'A', text: 'T' } }, { profile: { name: 'B' } }, { profile: { name: 'B', text: 'T' } }],
		[{ profile: { name: 'A' } }, { profile: null }, { profile: null }],
		[{ list: [1, 2] }, { list: [3] }, { list: [3] }],
		[{}, { profile: { name: 'B' } }, { profile: { name: 'B' } }],
	])('%j by %j is %j, and the record stays as it was', (record, write, expected) => {
		const before = structuredClone(record);
		expect(changedBy(record, write)).toEqual(expected);
		expect(record).toEqual(before);
	});
});
