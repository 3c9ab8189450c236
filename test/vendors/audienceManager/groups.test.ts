import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, type Json } from '../../kit/json';
import { seedGroups, stored } from './helpers';

describeOnHosts('groups', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	it.each([201, 200] as const)('are created with %i, with a description or without', async (create) => {
		bench.switch({ create });
		const made = await bench.one('group.create', { name: 'Delta', description: 'All of it' });
		expect(made.data).toMatchObject({ name: 'Delta', description: 'All of it' });

		expect((await bench.one('group.create', { name: 'Delta' })).data).toMatchObject({
			name: 'Delta',
			description: null,
		});
		expect(bench.written()).toEqual([
			'POST /groups/ {"name":"Delta","description":"All of it"}',
			'POST /groups/ {"name":"Delta","description":null}',
		]);
	});

	it.each([404, 200] as const)(
		'are picked from the list, whether one can be read by its id or not (%i)',
		async (getById) => {
			bench.switch({ getById });
			await bench.one('group.get', { groupId: byId(2002) });

			expect(bench.sent()).toEqual(['GET /groups/']);
		},
	);

	it('are got by id and by name with one request', async () => {
		const byIds = await bench.each(
			'group.get',
			{ groupId: byId('={{ $json.id }}') },
			Array.from({ length: 40 }, (_, index) => ({ id: 2001 + (index % 3) })),
		);

		expect(byIds.map(({ data }) => data.groupId)).toEqual(
			Array.from({ length: 40 }, (_, index) => 2001 + (index % 3)),
		);
		expect(bench.sent()).toEqual(['GET /groups/']);
	});
});

describeOnHosts('an update', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D "Lab" <beta>', description: 'Old & <tried>' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);
	const update = (groupId: number, parameters: Json) =>
		bench.one('group.update', { groupId: byId(groupId), ...parameters });

	it.each(['off', 'on'] as const)(
		'of the description alone sends the name as people wrote it, escaping %s',
		async (escaping) => {
			bench.switch({ escaping, escapingHeader: 'ignored' });
			await update(7, { description: 'New' });

			expect(bench.sent()).toEqual([
				'GET /groups/',
				`PUT /groups/7 ${JSON.stringify({ name: 'R&D "Lab" <beta>', description: 'New' })}`,
			]);
			expect(stored(bench, 7)).toMatchObject({ name: 'R&D "Lab" <beta>', description: 'New' });
		},
	);

	it.each(['off', 'on'] as const)('of the name alone keeps the description, escaping %s', async (escaping) => {
		bench.switch({ escaping, escapingHeader: 'ignored' });
		await update(7, { name: 'New' });
		await update(8, { name: 'Newer' });

		expect(stored(bench, 7)).toMatchObject({ name: 'New', description: 'Old & <tried>' });
		expect(bench.log.at(-1)!.body).toEqual({ name: 'Newer', description: null });
	});
});

describeOnHosts('an update', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D "Lab" <beta>', description: 'Old & <tried>' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);
	const update = (groupId: number, parameters: Json) =>
		bench.one('group.update', { groupId: byId(groupId), ...parameters });

	it('of both reads nothing', async () => {
		await update(7, { name: 'New', description: 'Newer' });

		expect(bench.sent()).toEqual(['PUT /groups/7 {"name":"New","description":"Newer"}']);
	});

	it('in JSON completes nothing, and may clear the description', async () => {
		await update(7, { specifyBody: 'json', groupData: '{"name":"New","description":null}' });
		expect(stored(bench, 7)).toMatchObject({ name: 'New', description: null });

		await update(8, { specifyBody: 'json', groupData: '{"name":"Newer"}' });
		expect(bench.sent()).toEqual([
			'PUT /groups/7 {"name":"New","description":null}',
			'PUT /groups/8 {"name":"Newer"}',
		]);
	});
});

describeOnHosts('an update', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D "Lab" <beta>', description: 'Old & <tried>' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);

	it.each(['off', 'on'] as const)('by two items of the same group loses nothing, escaping %s', async (escaping) => {
		bench.switch({ escaping, escapingHeader: 'ignored' });
		const items = [
			{ name: 'A & B', description: '' },
			{ name: '', description: 'New' },
		];
		const parameters = {
			groupId: byId(7),
			name: '={{ $json.name }}',
			description: '={{ $json.description }}',
		};
		await bench.each('group.update', parameters, items);

		expect(stored(bench, 7)).toMatchObject({ name: 'A & B', description: 'New' });
		expect(bench.sent()).toHaveLength(3);
	});

	it('of many groups reads the list once', async () => {
		const items = [{ id: 7 }, { id: 8 }];
		await bench.each('group.update', { groupId: byId('={{ $json.id }}'), description: 'New' }, items);

		expect(bench.sent().filter((line) => line.startsWith('GET'))).toEqual(['GET /groups/']);
		expect(bench.written()).toHaveLength(2);
	});
});

describeOnHosts('an update', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D "Lab" <beta>', description: 'Old & <tried>' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);
	const update = (groupId: number, parameters: Json) =>
		bench.one('group.update', { groupId: byId(groupId), ...parameters });

	it('of a group that the list does not hold writes nothing', async () => {
		const { error } = await update(9, { description: 'New' });

		expect(error).toMatchObject({ code: 'not_found', request: { method: 'GET' } });
		expect(bench.written()).toEqual([]);
	});
});

describeOnHosts('an upsert', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D', description: 'Old' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);
	const upsert = async (parameters: Json) => (await bench.one('group.upsert', parameters)).data;

	it.each(['off', 'on'] as const)(
		'changes a description that differs, and sends the name as people wrote it, escaping %s',
		async (escaping) => {
			bench.switch({ escaping, escapingHeader: 'ignored' });
			expect(await upsert({ name: 'R&D', description: 'New' })).toMatchObject({
				action: 'updated',
				group: { groupId: 7, description: 'New' },
			});
			expect(bench.written()).toEqual(['PUT /groups/7 {"name":"R&D","description":"New"}']);

			expect(await upsert({ name: 'R&D', description: 'New' })).toMatchObject({ action: 'unchanged' });
			expect(bench.written()).toHaveLength(1);
		},
	);

	it('leaves a description as it is when none is given', async () => {
		expect(await upsert({ name: 'R&D' })).toMatchObject({ action: 'unchanged', group: { description: 'Old' } });
		expect(await upsert({ name: 'New one' })).toMatchObject({
			action: 'created',
			group: { description: null },
		});
	});
});

describeOnHosts('an upsert', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() =>
		seedGroups(
			bench,
			{ groupId: 7, name: 'R&D', description: 'Old' },
			{ groupId: 8, name: 'Plain', description: null },
		),
	);
	const upsert = async (parameters: Json) => (await bench.one('group.upsert', parameters)).data;

	it('has created its group even if it cannot look for another afterwards', async () => {
		bench.simulator.faults.add({
			method: 'GET',
			path: /groups\/$/,
			skip: 1,
			times: Infinity,
			fault: { status: 500 },
		});

		expect(await upsert({ name: 'New one' })).toMatchObject({ action: 'created', group: { name: 'New one' } });
	});
});
