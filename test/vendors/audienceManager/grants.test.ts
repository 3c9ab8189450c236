import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';
import { seedGroups, stored } from './helpers';

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});
	const change = (operation: string, list: object[], groupId: unknown = 2002) =>
		bench.one(`permission.${operation}`, { groupId: byId(groupId), permissions: JSON.stringify(list) });
	const permissionsOf = (groupId: number) =>
		stored(bench, groupId).permissions.map(({ objectType, objectId, permissions }) => [
			objectType,
			objectId,
			...permissions,
		]);

	describe.each(['number', 'string'] as const)('with object ids as a %s', (objectIds) => {
		beforeEach(() => bench.switch({ objectIds }));

		it('add names to an entry, and entries to the list', async () => {
			const { data } = await change('grant', [
				entry('SEGMENT', '563', 'READ', 'CREATE'),
				entry('TRAIT', 83498, 'READ'),
			]);

			expect(data.changed).toBe(2);
			expect(data.permissions).toMatchObject([
				{ objectType: 'SEGMENT', permissions: ['READ', 'WRITE', 'CREATE'] },
				{ objectType: 'TRAIT', permissions: ['READ'] },
			]);
			expect(permissionsOf(2002)).toEqual([
				['SEGMENT', 563, 'READ', 'WRITE', 'CREATE'],
				['DESTINATION', 304, 'READ'],
				['TRAIT', 83498, 'READ'],
			]);
		});

		it('take names from an entry, and the entry when none is left', async () => {
			const { data } = await change('revoke', [
				entry('SEGMENT', 563, 'WRITE', 'DELETE'),
				entry('DESTINATION', '304', 'READ'),
			]);

			expect(data.changed).toBe(2);
			expect(data.permissions).toMatchObject([{ objectType: 'SEGMENT', permissions: ['READ'] }]);
			expect(permissionsOf(2002)).toEqual([['SEGMENT', 563, 'READ']]);
		});
	});
});

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const READ_LINE = 'GET /groups/2002/permissions';
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});
	const change = (operation: string, list: object[], groupId: unknown = 2002) =>
		bench.one(`permission.${operation}`, { groupId: byId(groupId), permissions: JSON.stringify(list) });

	describe.each(['number', 'string'] as const)('with object ids as a %s', (objectIds) => {
		beforeEach(() => bench.switch({ objectIds }));

		it.each([
			['grant', [entry('SEGMENT', 563, 'WRITE')]],
			['revoke', [entry('SEGMENT', 563, 'DELETE'), entry('TRAIT', 1, 'READ')]],
		])('that change nothing (%s) write nothing', async (operation, list) => {
			const { data, request } = await change(operation, list);

			expect(data.changed).toBe(0);
			expect(data.permissions).toMatchObject([{ objectType: 'SEGMENT', permissions: ['READ', 'WRITE'] }]);
			expect(request).toEqual(bench.shown(READ_LINE));
			expect(bench.sent()).toEqual([READ_LINE]);
		});
	});

	it.each(['grant', 'revoke'])('do nothing the second time: %s', async (operation) => {
		const list = [entry('SEGMENT', 563, operation === 'grant' ? 'DELETE' : 'READ')];
		await change(operation, list);
		bench.forget();

		expect((await change(operation, list)).data.changed).toBe(0);
		expect(bench.written()).toEqual([]);
	});
});

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});

	it('take two requests per group, however many items there are, and lose nothing', async () => {
		const objects = Array.from({ length: 100 }, (_, index) => ({
			objectType: 'SEGMENT' as const,
			objectId: index + 1,
			name: `Segment ${index}`,
		}));
		bench.simulator.seed({
			groups: [1, 2, 3, 4].map((groupId) => ({ groupId, name: `Group ${groupId}` })),
			objects,
		});
		const items = Array.from({ length: 100 }, (_, index) => ({
			id: 1 + (index % 4),
			list: [entry('SEGMENT', index + 1, 'READ')],
		}));
		const outputs = await bench.each(
			'permission.grant',
			{ groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' },
			items,
		);

		expect(outputs.map(({ data }) => data.changed)).toEqual(items.map(() => 1));
		expect(bench.sent()).toHaveLength(8);
		expect([1, 2, 3, 4].map((groupId) => stored(bench, groupId).permissions.length)).toEqual([25, 25, 25, 25]);
		expect(outputs[0]!.request).toMatchObject({
			method: 'PUT',
			url: expect.stringMatching(/groups\/1\/permissions\/$/) as string,
		});
	});
});

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});
	const permissionsOf = (groupId: number) =>
		stored(bench, groupId).permissions.map(({ objectType, objectId, permissions }) => [
			objectType,
			objectId,
			...permissions,
		]);

	it('that the vendor refuses fail alone', async () => {
		const items = [
			{ list: [entry('SEGMENT', 563, 'CREATE')] },
			{ list: [entry('SEGMENT', 563, 'FLY')] },
			{ list: [entry('TRAIT', 83498, 'READ')] },
		];
		const outputs = await bench.each(
			'permission.grant',
			{ groupId: byId(2002), permissions: '={{ $json.list }}' },
			items,
		);

		expect(outputs.map(({ data, error }) => error?.code ?? data.changed)).toEqual([1, 'invalid_permission', 1]);
		expect(permissionsOf(2002)).toEqual([
			['SEGMENT', 563, 'READ', 'WRITE', 'CREATE'],
			['DESTINATION', 304, 'READ'],
			['TRAIT', 83498, 'READ'],
		]);
	});
});

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const READ_LINE = 'GET /groups/2002/permissions';
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});
	const change = (operation: string, list: object[], groupId: unknown = 2002) =>
		bench.one(`permission.${operation}`, { groupId: byId(groupId), permissions: JSON.stringify(list) });

	it('send entries of others back as they came', async () => {
		const odd = [
			{ objectId: 563, objectType: 'SEGMENT', permissions: ['READ'], note: 'kept', permissionsSince: 2019 },
		];
		bench.simulator.faults.add({ ...bench.at(READ_LINE), fault: { status: 200, body: odd } });
		bench.simulator.faults.add({
			method: 'PUT',
			fault: { status: 200, body: [...odd, entry('TRAIT', 83498, 'READ')] },
		});
		await change('grant', [entry('TRAIT', 83498, 'READ')]);

		expect(bench.log.at(-1)!.body).toEqual([...odd, entry('TRAIT', 83498, 'READ')]);
	});

	it('need at least one entry', async () => {
		for (const operation of ['grant', 'revoke']) {
			const { error } = await change(operation, []);
			expect(error).toMatchObject({ code: 'invalid_input', request: null });
		}
	});
});

describeOnHosts('grants and revocations', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
		objectType,
		objectId,
		permissions,
	});
	const change = (operation: string, list: object[], groupId: unknown = 2002) =>
		bench.one(`permission.${operation}`, { groupId: byId(groupId), permissions: JSON.stringify(list) });

	it('of a group that the key may not see are forbidden', async () => {
		seedGroups(bench, { groupId: 7, name: 'Theirs', accessible: false });

		expect((await change('grant', [entry('SEGMENT', 563, 'READ')], 7)).error).toMatchObject({
			code: 'forbidden',
			httpStatus: 400,
		});
		expect(bench.written()).toEqual([]);
	});
});
