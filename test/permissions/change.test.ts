import fc from 'fast-check';

import { byId, byName, countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const SEGMENT = ['READ', 'WRITE', 'CREATE', 'DELETE', 'MAP_TO_MODELS', 'MAP_TO_DESTINATION'];
const entry = (objectId: number, ...permissions: string[]) => ({
	objectType: 'SEGMENT' as const,
	objectId,
	permissions,
});
const objects = countTo(200).map((index) => ({
	objectType: 'SEGMENT' as const,
	objectId: 100 + index,
	name: `Segment ${index}`,
}));

const seed = (...permissions: Json[]) =>
	stage.simulators.audienceManager.seed({
		groups: countTo(10).map(
			(index) =>
				({
					groupId: 2001 + index,
					name: `Team ${index}`,
					permissions: index === 0 ? permissions : [],
				}) as never,
		),
		objects: [...objects, { objectType: 'SEGMENT', objectId: 9001, name: 'Hidden', accessible: false }],
	});
const stored = (index = 0): unknown[] => stage.simulators.audienceManager.state.groups[index]!.permissions;
const change = async (operation: string, permissions: unknown, options: Json = {}) =>
	await stage.one(`audienceManager permission.${operation}`, { groupId: byId(2001), permissions, options });
const sent = () => stage.sent('audienceManager');
const written = () => stage.written('audienceManager');

describe('granting and revoking', () => {
	beforeEach(() => seed(entry(100, 'READ'), entry(101, 'READ', 'WRITE')));

	it('merges by type and id, keeps every other entry as it came, and reports its own', async () => {
		const { data } = await change('grant', [entry(101, 'WRITE', 'DELETE'), entry(102, 'READ')]);
		const list = [entry(100, 'READ'), entry(101, 'READ', 'WRITE', 'DELETE'), entry(102, 'READ')];

		expect(data).toEqual({ changed: 2, permissions: [list[1], list[2]] });
		expect(sent().map((line) => line.split(' [')[0])).toEqual([
			'GET /groups/2001/permissions',
			'PUT /groups/2001/permissions/',
		]);
		expect(stage.simulators.audienceManager.log.at(-1)!.body).toEqual(list);
		expect(stored()).toEqual(list);
	});

	it('takes names away, and an entry with its last name', async () => {
		const { data } = await change('revoke', [
			entry(101, 'WRITE', 'DELETE'),
			entry(100, 'READ'),
			entry(150, 'READ'),
		]);
		expect(data).toEqual({ changed: 2, permissions: [entry(101, 'READ')] });
		expect(stored()).toEqual([entry(101, 'READ')]);
	});

	it('can revoke the last entry of all: the empty list is sent', async () => {
		const { data } = await change('revoke', [entry(100, 'READ'), entry(101, 'READ', 'WRITE')]);
		expect(data).toEqual({ changed: 2, permissions: [] });
		expect(written()).toEqual(['PUT /groups/2001/permissions/ []']);
	});
});

describe('granting and revoking', () => {
	beforeEach(() => seed(entry(100, 'READ'), entry(101, 'READ', 'WRITE')));

	it.each([
		['grant', [entry(101, 'WRITE'), entry(103, 'READ')], {}],
		['revoke', [entry(101, 'WRITE'), entry(103, 'READ')], {}],
		['set', [entry(103, 'READ')], {}],
		['set', [], { allowEmpty: true }],
	])('sends no write in a second run of %s %j', async (operation, permissions, options) => {
		const first = await change(operation, permissions, options);
		expect(written()).toHaveLength(1);
		stage.forget();
		const { data, request } = await change(operation, permissions, options);

		expect(written()).toEqual([]);
		expect(request).toMatchObject({ method: 'GET', url: expect.stringMatching(/2001\/permissions$/) });
		expect(data).toEqual(operation === 'set' ? first.data : { changed: 0, permissions: first.data.permissions });
	});
});

describe('granting and revoking', () => {
	beforeEach(() => seed(entry(100, 'READ'), entry(101, 'READ', 'WRITE')));

	it('reads ids as text and sends them as numbers, with fields that nobody knows', async () => {
		const strange = [
			{ objectType: 'TRAIT', objectId: '7', permissions: ['READ'], origin: 'portal' },
			{ objectType: 'SEGMENT', objectId: '0x1F', permissions: ['READ'] },
			{ objectType: 'SEGMENT', objectId: '101', permissions: ['READ'] },
		];
		stage.fault('audienceManager', { method: 'GET', path: /permissions$/, fault: { status: 200, body: strange } });
		const answer = [strange[0], strange[1], { ...strange[2], permissions: ['READ', 'WRITE'] }];
		stage.fault('audienceManager', { method: 'PUT', fault: { status: 200, body: answer } });
		expect((await change('grant', [entry(101, 'WRITE')])).data).toEqual({ changed: 1, permissions: [answer[2]] });

		expect(stage.simulators.audienceManager.log.at(-1)!.body).toEqual([
			{ ...strange[0], objectId: 7 },
			strange[1],
			entry(101, 'READ', 'WRITE'),
		]);

		stage.simulators.audienceManager.switches.objectIds = 'string';
		stage.forget();
		expect((await change('grant', [entry(100, 'READ')])).data.changed).toBe(0);
		expect(written()).toEqual([]);
	});
});

describe('granting and revoking', () => {
	beforeEach(() => seed(entry(100, 'READ'), entry(101, 'READ', 'WRITE')));

	it('ends like the same changes one after the other, whatever the items ask for', async () => {
		const one = fc.record({
			id: fc.integer({ min: 100, max: 104 }),
			names: fc.uniqueArray(fc.constantFrom(...SEGMENT), { minLength: 1, maxLength: 3 }),
		});
		const property = fc.asyncProperty(
			fc.array(one, { maxLength: 4 }),
			fc.array(one, { minLength: 1, maxLength: 8 }),
			fc.boolean(),
			async (before, items, isGrant) => {
				const model = new Map<number, Set<string>>();
				for (const { id, names } of before) model.set(id, new Set(names));
				seed(...[...model].map(([id, names]) => entry(id, ...names)));
				for (const { id, names } of items) {
					const had = [...(model.get(id) ?? [])];
					const left = new Set(isGrant ? [...had, ...names] : had.filter((name) => !names.includes(name)));
					if (left.size > 0) model.set(id, left);
					else model.delete(id);
				}
				const rows = items.map(({ id, names }) => ({ permissions: [entry(id, ...names)] }));
				const parameters = { groupId: byId(2001), permissions: '={{ $json.permissions }}' };
				const operation = `audienceManager permission.${isGrant ? 'grant' : 'revoke'}`;
				const results = await stage.each(operation, parameters, rows);

				const found = (stored() as Array<ReturnType<typeof entry>>).map(({ objectId, permissions }) => [
					objectId,
					[...permissions].sort(),
				]);
				expect(found.sort()).toEqual([...model].map(([id, names]) => [id, [...names].sort()]).sort());
				results.forEach(({ data }, index) => {
					const own = (stored() as Array<ReturnType<typeof entry>>).filter(
						({ objectId }) => objectId === items[index]!.id,
					);
					expect(data.permissions).toEqual(own);
				});

				stage.forget();
				expect((await stage.each(operation, parameters, rows)).map(({ data }) => data.changed)).toEqual(
					items.map(() => 0),
				);
				expect(written()).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: 20 });
	});
});

const grant = async (items: Json[], parameters: Json = {}) =>
	await stage.each(
		'audienceManager permission.grant',
		{ groupId: byId('={{ $json.group }}'), permissions: '={{ $json.permissions }}', ...parameters },
		items,
	);
const set = async (rows: Json[]) =>
	await stage.each(
		'audienceManager permission.set',
		{
			groupId: byId('={{ $json.group }}'),
			permissions: '={{ $json.permissions }}',
			options: { maxAttempts: 1 },
		},
		rows,
	);

describe('many items', () => {
	beforeEach(() => seed(entry(100, 'READ')));

	it('grant 100 permissions to one group with one read and one write, and lose none', async () => {
		const items = countTo(100).map((index) => ({ group: 2001, permissions: [entry(100 + index, 'WRITE')] }));
		const results = await grant(items);

		expect(sent()).toHaveLength(2);
		expect(stored()).toEqual([
			entry(100, 'READ', 'WRITE'),
			...countTo(99).map((index) => entry(101 + index, 'WRITE')),
		]);
		expect(results.map(({ data }) => data.changed)).toEqual(items.map(() => 1));
		expect(new Set(results.map(({ request }) => request.method))).toEqual(new Set(['PUT']));
	});

	it('are 20 requests when 1,000 of them grant to 10 groups', async () => {
		const items = countTo(1_000).map((index) => ({
			group: 2001 + (index % 10),
			permissions: [entry(100 + (index % 199), SEGMENT[index % 6]!)],
		}));
		const results = await grant(items);

		expect(results.every(({ success }) => success === true)).toBe(true);
		expect(sent()).toHaveLength(20);
		expect(written()).toHaveLength(10);
	});

	it('need one list more when the groups are found by name', async () => {
		const items = countTo(50).map((index) => ({ group: `Team ${index % 10}`, permissions: [entry(101, 'READ')] }));
		await grant(items, { groupId: byName('={{ $json.group }}') });
		expect(sent()).toHaveLength(21);
	});
});

describe('many items', () => {
	beforeEach(() => seed(entry(100, 'READ')));

	it('that one of them spoils are sent again one by one, so that only this one fails', async () => {
		const items = [
			{ group: 2001, permissions: [entry(101, 'READ')] },
			{ group: 2001, permissions: [entry(102, 'FLY')] },
			{ group: 2001, permissions: [entry(103, 'READ')] },
			{ group: 2001, permissions: [entry(9001, 'READ')] },
			{ group: 2002, permissions: [entry(101, 'READ')] },
		];
		const results = await grant(items);

		expect(results.map(({ success, error }) => success ?? error.code)).toEqual([
			true,
			'invalid_permission',
			true,
			'forbidden',
			true,
		]);
		expect(results[1]!.error).toMatchObject({ httpStatus: 400, request: { method: 'PUT' } });
		expect(results[1]!.message).toMatch(
			/Could not grant permissions to the group 2001: Invalid permission "FLY" for SEGMENT \(HTTP 400, invalid_permission\)\. Compare/,
		);
		expect(stored()).toEqual([entry(100, 'READ'), entry(101, 'READ'), entry(103, 'READ')]);
		expect(stored(1)).toEqual([entry(101, 'READ')]);
	});
});

describe('many items', () => {
	beforeEach(() => seed(entry(100, 'READ')));

	it('that set one group to different lists all fail before it is written, and leave other groups alone', async () => {
		const results = await set([
			{ group: 2001, permissions: [entry(101, 'READ')] },
			{ group: 2002, permissions: [entry(101, 'READ')] },
			{ group: '2001', permissions: [entry(101, 'READ'), entry(102, 'READ')] },
		]);
		expect(results.map(({ success, error }) => success ?? error.code)).toEqual([
			'invalid_input',
			true,
			'invalid_input',
		]);
		expect(results[2]!.message).toContain(
			'items 0, 2 set one group to different lists: put them into one list, or use Grant',
		);
		expect(written()).toEqual([
			'PUT /groups/2002/permissions/ [{"objectType":"SEGMENT","objectId":101,"permissions":["READ"]}]',
		]);
		expect(stored()).toEqual([entry(100, 'READ')]);
	});

	it('that set one group to the same list are one write, also when its answer is lost', async () => {
		stage.fault('audienceManager', { method: 'PUT', fault: { status: 500, after: true } });
		const list = [entry(101, 'READ'), entry(102, 'READ')];
		const results = await set([
			{ group: 2001, permissions: list },
			{ group: 2001, permissions: [...list].reverse() },
		]);
		expect(results.map(({ data }) => data)).toEqual([list, list]);
		expect(written()).toHaveLength(1);
		expect(stored()).toEqual(list);
	});
});

describe('setting', () => {
	beforeEach(() => seed(entry(100, 'READ'), entry(101, 'READ')));

	it('refuses an empty list without Allow Empty, before any request', async () => {
		for (const operation of ['set', 'grant', 'revoke']) {
			const { error, message } = await change(operation, '[]');
			expect(error).toMatchObject({ code: 'invalid_input', request: null });
			expect(message).toContain(': "Permissions (JSON)" is an empty list');
		}
		expect(sent()).toEqual([]);
		expect((await change('set', '[]', { allowEmpty: true })).data).toEqual([]);
	});

	it('counts the entries that would go before it writes', async () => {
		const { error, message } = await change('set', [entry(102, 'READ')], { maxRemovals: 1 });
		expect(error.code).toBe('invalid_input');
		expect(message).toContain(': "Max Removals" is 1, but 2 entries would be removed');
		expect(written()).toEqual([]);
	});

	it.each(['grant', 'set', 'revoke'])('%s says so when the group is not accessible', async (operation) => {
		stage.simulators.audienceManager.state.groups[0]!.accessible = false;
		const { error } = await change(operation, [entry(100, 'READ')]);
		expect(error).toMatchObject({ code: 'forbidden', httpStatus: 400 });
		expect(written()).toEqual([]);
	});

	it('refuses a name that the type does not have with the code of its own', async () => {
		for (const operation of ['grant', 'set']) {
			const { error } = await change(operation, [{ objectType: 'TAGS', objectId: 5, permissions: ['READ'] }]);
			expect(error).toMatchObject({ code: 'invalid_permission', httpStatus: 400 });
		}
		expect(stored()).toEqual([entry(100, 'READ'), entry(101, 'READ')]);
	});
});
