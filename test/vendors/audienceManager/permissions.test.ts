import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName, type Json } from '../../kit/json';
import { stored } from './helpers';
import { PERMISSIONS } from './records';

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
	const READ_LINE = 'GET /groups/2002/permissions';

	describe.each(['number', 'string'] as const)('with object ids as a %s', (objectIds) => {
		beforeEach(() => bench.switch({ objectIds }));

		const asVendor = (list: Array<{ objectId: number }>) =>
			list.map((entry) => (objectIds === 'string' ? { ...entry, objectId: String(entry.objectId) } : entry));

		it('are given as the vendor writes them', async () => {
			const { data } = await bench.one('permission.getAll', onBeta);

			expect(data).toEqual(asVendor(PERMISSIONS));
		});

		it('are replaced as a whole, ids sent as numbers', async () => {
			const { data, request } = await set([{ ...SEGMENT, objectId: '563' }]);

			expect(data).toEqual(asVendor([SEGMENT]));
			expect(request).toEqual(bench.shown(`PUT /groups/2002/permissions/ ${JSON.stringify([SEGMENT])}`));
			expect(stored(bench, 2002).permissions).toEqual([SEGMENT]);
		});

		it('are not written when they are the same already, in whatever order', async () => {
			const same = [...PERMISSIONS].reverse().map((entry) => ({
				...entry,
				objectId: String(entry.objectId),
				permissions: [...entry.permissions].reverse(),
			}));
			const { data, request } = await set(same);

			expect(data).toEqual(asVendor(PERMISSIONS));
			expect(request).toEqual(bench.shown(READ_LINE));
			expect(bench.sent()).toEqual([READ_LINE]);
		});
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
	const [first] = PERMISSIONS;

	it('are not written by a second run', async () => {
		await set([SEGMENT]);
		await set([SEGMENT]);

		expect(bench.written()).toHaveLength(1);
	});

	it('are limited like any list', async () => {
		const json = await bench.one('permission.getAll', { ...onBeta, limit: 1 });
		expect(json.data).toEqual([first]);

		const { success } = await bench.run('permission.getAll', { ...onBeta, returnAll: true, output: 'data' });
		expect(success).toEqual(PERMISSIONS.map((entry) => ({ json: entry, pairedItem: { item: 0 } })));
	});

	it('of a group without any are an empty list, and no item as data', async () => {
		const onAlpha = { groupId: byId(2001) };
		expect((await bench.one('permission.getAll', onAlpha)).data).toEqual([]);

		expect((await bench.run('permission.getAll', { ...onAlpha, output: 'data' })).success).toEqual([]);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const READ_LINE = 'GET /groups/2002/permissions';

	it('are read once for all items that ask for the same group', async () => {
		const outputs = await bench.each('permission.getAll', { groupId: byId('={{ $json.id }}') }, [
			{ id: 2002 },
			{ id: 2002 },
			{ id: 2001 },
		]);

		expect(outputs.map(({ data }) => data.length)).toEqual([2, 2, 0]);
		expect(bench.sent().sort()).toEqual(['GET /groups/2001/permissions', READ_LINE]);
	});

	it('of a group that is named show the request for them, and not the look-up', async () => {
		const onNamed = { groupId: byName('Beta') };
		const read = await bench.one('permission.getAll', onNamed);
		expect(read).toMatchObject({ data: PERMISSIONS, request: bench.shown(READ_LINE) });

		const unchanged = await bench.one('permission.set', {
			...onNamed,
			permissions: JSON.stringify(PERMISSIONS),
		});
		expect(unchanged.request).toEqual(bench.shown(READ_LINE));

		bench.simulator.faults.add({ ...bench.at(READ_LINE), fault: { status: 500 } });
		const failed = await bench.one('permission.getAll', onNamed);
		expect(failed.error.request).toEqual(bench.shown(READ_LINE));

		const missing = await bench.one('permission.getAll', { groupId: byName('Nobody') });
		expect(missing.error).toMatchObject({ code: 'not_found', request: bench.shown('GET /groups/') });
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);

	it('are all taken away only when that is allowed, with an empty list sent as such', async () => {
		const refused = await set([]);
		expect(refused.error).toMatchObject({ code: 'invalid_input', request: null });
		expect(refused.message).toContain('"Allow Empty"');
		expect(bench.simulator.log).toEqual([]);

		const { data } = await set([], { allowEmpty: true });
		expect(data).toEqual([]);
		expect(bench.log.at(-1)).toMatchObject({ method: 'PUT', rawBody: '[]' });
		expect(stored(bench, 2002).permissions).toEqual([]);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
	const READ_LINE = 'GET /groups/2002/permissions';
	const [first] = PERMISSIONS;

	it.each([
		[0, [first], true],
		[1, [first], false],
		[0, [...PERMISSIONS, { objectType: 'TRAIT', objectId: 83498, permissions: ['READ'] }], false],
		[0, [SEGMENT, PERMISSIONS[1]], false],
		[1, [], true],
		[2, [], false],
	])('are not written when more than %i entries would go: %j', async (maxRemovals, wanted, isRefused) => {
		const { error, message, success } = await set(wanted, { maxRemovals, allowEmpty: true });

		if (isRefused) {
			expect(error).toMatchObject({
				code: 'invalid_input',
				httpStatus: null,
				request: bench.shown(READ_LINE),
			});
			expect(message).toMatch(/"Max Removals" is \d, but \d entries would be removed/);
		} else {
			expect(success).toBe(true);
		}
		expect(bench.written()).toHaveLength(isRefused ? 0 : 1);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
	const READ_LINE = 'GET /groups/2002/permissions';

	it('of one group are not set to different lists by two items', async () => {
		const items = [
			{ id: 2002, list: [SEGMENT] },
			{ id: 2001, list: [SEGMENT] },
			{ id: 2002, list: PERMISSIONS },
		];
		const parameters = { groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' };
		const outputs = await bench.each('permission.set', parameters, items);

		expect(outputs.map(({ data, error }) => error?.code ?? data)).toEqual([
			'invalid_input',
			[SEGMENT],
			'invalid_input',
		]);
		const says = /items 0, 2 set one group to different lists.*put them into one list, or use Grant/;
		for (const index of [0, 2]) expect(outputs[index]!.message).toMatch(says);
		expect(bench.written()).toEqual([`PUT /groups/2001/permissions/ ${JSON.stringify([SEGMENT])}`]);
	});

	it('of one group are set once when several items say the same', async () => {
		const items = [{ list: [SEGMENT] }, { list: [SEGMENT] }];
		const outputs = await bench.each('permission.set', { ...onBeta, permissions: '={{ $json.list }}' }, items);

		expect(outputs.map(({ data }) => data)).toEqual([[SEGMENT], [SEGMENT]]);
		expect(bench.sent()).toEqual([READ_LINE, `PUT /groups/2002/permissions/ ${JSON.stringify([SEGMENT])}`]);
		expect(outputs[1]!.request).toMatchObject({ method: 'PUT', sharedWith: 0 });
	});
});
