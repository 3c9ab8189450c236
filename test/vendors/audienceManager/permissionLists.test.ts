import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, type Json } from '../../kit/json';
import { seedGroups, stored } from './helpers';
import { PERMISSIONS } from './records';

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };

	it('of a group that the key may not see are forbidden', async () => {
		seedGroups(bench, { groupId: 7, name: 'Theirs', accessible: false });
		for (const [operation, attempt] of [
			['getAll', 'list'],
			['set', 'set'],
		] as const) {
			const { error, message } = await bench.one(`permission.${operation}`, {
				groupId: byId(7),
				permissions: JSON.stringify([SEGMENT]),
			});

			expect(error).toMatchObject({ code: 'forbidden', httpStatus: 400, retryable: false });
			const says = `^Could not ${attempt} the permissions of the group 7: Group 7 is not accessible`;
			expect(message).toMatch(new RegExp(says));
		}
		expect(bench.written()).toEqual([]);
	});

	it('on an object that the key may not see are forbidden, one that does not exist too', async () => {
		const { error, message } = await set([{ ...SEGMENT, objectId: 9001 }]);

		expect(error).toMatchObject({ code: 'forbidden', httpStatus: 403, request: { method: 'PUT' } });
		expect(message).toContain('No access to SEGMENT 9001');
		expect(stored(bench, 2002).permissions).toEqual(PERMISSIONS);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };

	it.each([
		[{ ...SEGMENT, permissions: ['FLY'] }, /Invalid permission "FLY"/],
		[{ ...SEGMENT, objectType: 'SOUP' }, /Invalid object type "SOUP"/],
	])('that the vendor does not have are invalid: %j', async (entry, says) => {
		const { error, message } = await set([entry]);

		expect(error).toMatchObject({
			code: 'invalid_permission',
			httpStatus: 400,
			retryable: false,
			request: { method: 'PUT' },
		});
		expect(message).toMatch(says);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };

	it('of one item that the vendor refuses leave the others alone', async () => {
		const items = [
			{ id: 2001, list: [SEGMENT] },
			{ id: 2002, list: [{ ...SEGMENT, permissions: ['FLY'] }] },
			{ id: 2003, list: [SEGMENT] },
		];
		const outputs = await bench.each(
			'permission.set',
			{ groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' },
			items,
		);

		expect(outputs.map(({ data, error }) => error?.code ?? data)).toEqual([
			[SEGMENT],
			'invalid_permission',
			[SEGMENT],
		]);
	});

	it('that the vendor refuses fail every item that wants them', async () => {
		const items = Array.from({ length: 2 }, () => ({ list: [{ ...SEGMENT, permissions: ['FLY'] }] }));
		const outputs = await bench.each('permission.set', { ...onBeta, permissions: '={{ $json.list }}' }, items);

		for (const { error } of outputs) {
			expect(error).toMatchObject({
				code: 'invalid_permission',
				httpStatus: 400,
				request: { method: 'PUT' },
			});
		}
		expect(stored(bench, 2002).permissions).toEqual(PERMISSIONS);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };
	const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
		bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
	const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };

	it('keep fields that the vendor may add', async () => {
		const extra = { ...SEGMENT, note: 'kept' };
		bench.simulator.faults.add({ method: 'PUT', fault: { status: 200, body: [extra] } });
		const { data } = await set([extra]);

		expect(bench.log.at(-1)!.body).toEqual([extra]);
		expect(data).toEqual([extra]);
	});
});

describeOnHosts('permissions', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const onBeta = { groupId: byId(2002) };

	it.each([
		['{', /not valid JSON.*line 1, column 2/],
		['{"objectType":"SEGMENT"}', /must be a JSON array.*an object/],
		['"READ"', /must be a JSON array.*text/],
		['null', /must be a JSON array/],
		['[null]', /as entry 1/],
		['[["SEGMENT",563]]', /a list as entry 1/],
		['[{"objectId":563,"permissions":["READ"]}]', /no "objectType" text in entry 1/],
		['[{"objectType":7,"objectId":563,"permissions":["READ"]}]', /no "objectType" text in entry 1/],
		['[{"objectType":"SEGMENT","permissions":["READ"]}]', /"objectId" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":"many","permissions":["READ"]}]', /"objectId" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":1.5,"permissions":["READ"]}]', /"objectId" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":563}]', /"permissions" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":563,"permissions":"READ"}]', /"permissions" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":563,"permissions":[]}]', /"permissions" in entry 1/],
		['[{"objectType":"SEGMENT","objectId":563,"permissions":["READ",7]}]', /"permissions" in entry 1/],
		[
			'[{"objectType":"A","objectId":1,"permissions":["R"]},{"objectType":"A","objectId":"1","permissions":["W"]}]',
			/A 1 twice/,
		],
	])('of the wrong shape are refused before any request: %s', async (permissions, says) => {
		const { error, message } = await bench.one(
			'permission.set',
			{ ...onBeta, permissions: '={{ $json.list }}' },
			{ list: permissions },
		);

		expect(error).toMatchObject({ code: 'invalid_input', request: null });
		expect(message).toMatch(
			/^Could not set the permissions of the group.*: "Permissions \(JSON\)" (is|must|has|names)/,
		);
		expect(message).toMatch(says);
		expect(bench.simulator.log).toEqual([]);
	});
});
