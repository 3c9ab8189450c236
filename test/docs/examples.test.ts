import { block, blocks, codesIn, pagesThatSay, rowsOf } from './pages';
import { groupId, startWorld, type World } from './world';

let world: World;
beforeAll(async () => (world = await startWorld()));
beforeEach(() => world.reset());
afterAll(async () => await world.close());

const members = (operation: string) => ({ resource: 'member', operation, ...groupId('grp-sales-emea') });

const TAKEN = { operation: 'create', name: 'Compliance' };

/** How each example comes about. */
const EXAMPLES: Record<string, () => Promise<unknown>> = {
	async envelope() {
		const parameters = { operation: 'update', groupType: 'campaigns', ...groupId('2'), name: 'EU' };
		return (await world.items('keitaro', parameters))[0];
	},
	'data-only': async () =>
		await world.items('keitaro', { operation: 'getAll', groupType: 'campaigns', limit: 2, output: 'data' }),
	'reach-group': async () => await world.data('reach360', { operation: 'get', ...groupId('grp-onboarding') }),
	'aam-group': async () => await world.data('audienceManager', { operation: 'get', ...groupId('2001') }),
	'delete-many': async () =>
		await world.data('reach360', { operation: 'deleteMany', groupIds: 'grp-compliance, everyone, grp-gone' }),
	'member-set': async () =>
		await world.data('reach360', {
			...members('set'),
			members: 'anna.berg@example.com, lucia.romero@example.com, sara.lind@example.com',
		}),
	async 'member-details'() {
		const failed = { ...members('set'), members: 'usr-anna, usr-lucia, usr-omar, usr-nobody' };
		return (await world.failure('reach360', failed)).details;
	},
	'dry-run': async () =>
		await world.data('reach360', {
			...members('add'),
			...groupId('grp-compliance'),
			members: 'anna.berg@example.com',
			options: { dryRun: true },
		}),
	async 'trigger-item'() {
		const registration = world.register('keitaro', { groupType: 'campaigns' });
		await registration.poll();
		world.simulators.keitaro.state.groups[1]!.name = 'EU';
		const [item] = (await registration.poll())!;
		const times = { since: '2026-11-27T08:00:00.012Z', detectedAt: '2026-11-27T08:10:00.017Z' };
		return { ...item!.json, eventId: '84a2f1c07be93d55', ...times };
	},
	stopped: async () => (await world.run('reach360', TAKEN)).error?.message,
	async failure() {
		const { outputs } = await world.run('reach360', TAKEN, { onError: 'continueRegularOutput' });
		return outputs[0][0]?.json;
	},
	async 'bad-input'() {
		const parameters = { operation: 'create', name: '' };
		const { outputs } = await world.run('reach360', parameters, {
			items: [{ row: 7 }],
			onError: 'continueErrorOutput',
		});
		return outputs[1][0]?.json;
	},
};

/** With the addresses that the pages show instead of the simulators'. */
function asShown(value: unknown): string {
	const { keitaro, reach360, audienceManager } = world.simulators;
	return JSON.stringify(value, null, 2)
		.replaceAll(keitaro.baseUrl, 'https://tracker.example.com/admin_api/v1')
		.replaceAll(audienceManager.baseUrl, 'https://aam.adobe.io/v1')
		.replaceAll(reach360.baseUrl, 'https://api.reach360.com');
}

describe('the examples of the documentation', () => {
	it.each(Object.keys(EXAMPLES))('%s is what the node gives, with the same keys in the same order', async (name) => {
		const text = block(`example: ${name}`);
		const actual = await EXAMPLES[name]!();

		if (typeof actual === 'string') expect(text).toBe(actual);
		else expect(JSON.stringify(JSON.parse(text), null, 2)).toBe(asShown(actual));
	});

	it('are all tested', () => {
		const tested = [...Object.keys(EXAMPLES).map((name) => `example: ${name}`), 'input: permissions'];
		const marks = blocks()
			.filter(({ language }) => ['json', 'text'].includes(language))
			.map(({ mark }) => mark);

		expect(marks.sort()).toEqual(tested.sort());
	});

	it('the permissions to copy are accepted', async () => {
		const permissions = block('input: permissions');
		const result = await world.data('audienceManager', {
			resource: 'permission',
			operation: 'set',
			permissions,
			...groupId('2001'),
		});

		const sorted = (list: unknown) =>
			(list as Array<Record<string, unknown>>).map((entry) => Object.entries(entry).sort());
		expect(sorted(result)).toEqual(sorted(JSON.parse(permissions)));
	});

	it('a description is cleared by the JSON that is shown', async () => {
		const [json] = codesIn(rowsOf('fields').find(([field]) => field === 'Description')![2]!);
		const parameters = { operation: 'update', ...groupId('2001'), specifyBody: 'json', groupData: json! };

		expect(await world.data('audienceManager', parameters)).toMatchObject({ name: '…', description: null });
	});

	it("a stopped run carries the vendor's own words as its details", async () => {
		const { error } = await world.run('reach360', TAKEN);

		expect(pagesThatSay("A stopped run shows the message, and as its details the vendor's own words.")).toEqual([
			'docs/failures.md',
		]);
		expect(error).toMatchObject({ description: expect.stringContaining('{"errors":[') as string });
	});
});

describe('the table of what `data` holds', () => {
	const row = (operation: string) => rowsOf('data').find(([name]) => name === operation)![1]!;
	/** Texts that differ from run to run become an ellipsis. */
	const shapeOf = (value: unknown) =>
		JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'string' ? '…' : entry));

	it('Update, where the vendor answers with no body', async () => {
		const parameters = { operation: 'update', ...groupId('grp-support'), name: 'Support' };
		expect(codesIn(row('Group: Update'))).toEqual([shapeOf(await world.data('reach360', parameters))]);
	});

	it('Delete, of a group and of a missing one', async () => {
		const parameters = { operation: 'delete', ...groupId('grp-support'), options: { ignoreMissing: true } };
		const first = await world.data('reach360', parameters);
		const second = await world.data('reach360', parameters);

		expect(codesIn(row('Group: Delete'))).toEqual([shapeOf(first), shapeOf(second)]);
		expect(shapeOf(await world.data('audienceManager', { operation: 'delete', ...groupId('2001') }))).toBe(
			shapeOf(first),
		);
	});

	it('Delete, where the vendor returns the group', async () => {
		const group = await world.data('keitaro', { operation: 'delete', groupType: 'campaigns', ...groupId('1') });
		expect(group).toMatchObject({ id: 1, name: 'US sweepstakes' });
	});

	it('Delete Many', async () => {
		const report = await world.data('reach360', { operation: 'deleteMany', groupIds: ['grp-support', 'everyone'] });
		expect(codesIn(row('Group: Delete Many'))[0]).toBe(shapeOf({ ...(report as object), missing: ['grp-gone'] }));
	});

	it('Create or Update', async () => {
		const report = (await world.data('keitaro', {
			operation: 'upsert',
			groupType: 'offers',
			name: 'New',
		})) as object;
		const [shown, ...actions] = codesIn(row('Group: Create or Update'));
		expect({ ...report, group: '{…}' }).toEqual(JSON.parse(shown!.replace('{…}', '"{…}"')));
		expect(actions).toEqual(['updated', 'unchanged']);
	});

	it('Member: Add, Remove and Set', async () => {
		const parameters = { ...members('set'), members: 'usr-anna, usr-sara', options: { maxRemovals: 2 } };
		const report = (await world.data('reach360', parameters)) as Record<string, string[]>;
		const filled = { ...report, missing: ['nobody@example.com'] };
		const [shape] = codesIn(row('Member: Add, Remove, Set'));
		expect(shape).toBe(
			shapeOf(Object.fromEntries(Object.entries(filled).map(([name, ids]) => [name, ids.slice(0, 1)]))),
		);
	});

	it('Permission: Grant and Revoke', async () => {
		const permissions = JSON.stringify([{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] }]);
		const parameters = { resource: 'permission', operation: 'grant', permissions, ...groupId('2003') };
		const [shown] = codesIn(row('Permission: Grant, Revoke'));
		expect(JSON.parse(shown!)).toEqual(JSON.parse(shapeOf(await world.data('audienceManager', parameters))));
	});

	it('Get Many and the permissions are lists', async () => {
		const permissions = { resource: 'permission', operation: 'getAll', ...groupId('2001') };
		expect(await world.data('audienceManager', { operation: 'getAll' })).toHaveLength(4);
		expect(await world.data('audienceManager', permissions)).toHaveLength(2);
	});
});
