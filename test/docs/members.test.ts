import { docsSay, member, setPermissions, useWorld, writesTo } from './says';
import { type World } from './world';

let world: World;
useWorld((started) => (world = started));

describe('the pages on members, permissions and plans', () => {
	docsSay('so a group that is there is always `unchanged`.', async () => {
		const again = { operation: 'upsert', name: 'Compliance' };
		expect(await world.data('reach360', again)).toMatchObject({ action: 'unchanged' });
		expect(writesTo(world, 'reach360')).toEqual([]);
	});

	docsSay('Two runs at the same time end with one group.', async () => {
		const both = { operation: 'upsert', name: 'Twins' };
		await Promise.all([world.data('audienceManager', both), world.data('audienceManager', both)]);
		const named = world.simulators.audienceManager.state.groups.filter(({ name }) => name === 'Twins');
		expect(named).toHaveLength(1);
	});

	docsSay('Somebody unknown stops the item with nothing written', async () => {
		expect((await world.failure('reach360', member('add', 'sara.lind@example.com, nobody@example.com'))).code).toBe(
			'not_found',
		);
		expect(writesTo(world, 'reach360')).toEqual([]);
	});

	docsSay('A member who is named twice in **Members** counts once', async () => {
		const report = await world.data('reach360', member('add', 'usr-sara; sara.lind@example.com; usr-sara'));
		expect(report).toMatchObject({ added: ['usr-sara'], unchanged: [] });
		expect(writesTo(world, 'reach360')).toHaveLength(1);
	});

	docsSay('with **Ignore Missing** they stand under `missing`.', async () => {
		expect(await world.failure('reach360', member('remove', 'usr-sara'))).toMatchObject({ code: 'not_found' });
		const report = await world.data('reach360', member('remove', 'usr-sara', { ignoreMissing: true }));
		expect(report).toEqual({ added: [], removed: [], unchanged: [], missing: ['usr-sara'] });
	});

	docsSay('A second run of **Add**, **Set**, or of **Remove** with **Ignore Missing** sends no write.', async () => {
		for (const operation of ['add', 'set', 'remove']) {
			const change = member(operation, 'usr-sara', { ignoreMissing: true, maxRemovals: 9 });
			await world.data('reach360', change);
			const before = writesTo(world, 'reach360').length;
			await world.data('reach360', change);
			expect(writesTo(world, 'reach360')).toHaveLength(before);
		}
	});

	docsSay('An entry that loses its last name is gone.', async () => {
		const gone = [{ objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] }];
		const report = await world.data('audienceManager', { ...setPermissions(gone), operation: 'revoke' });
		expect(report).toEqual({ changed: 1, permissions: [] });
	});

	docsSay('An empty plan means that everything is as wanted.', async () => {
		const plan = await world.data('reach360', member('add', 'usr-anna', { dryRun: true }));
		expect(plan).toMatchObject({ dryRun: true, plan: [], would: { unchanged: ['usr-anna'] } });
	});

	docsSay('a group that does not exist yet has a stand-in like `new-1` for its ID.', async () => {
		const items = [{ text: 'A' }, { text: 'B' }];
		const upsert = {
			operation: 'upsert',
			name: 'Fresh',
			description: '={{ $json.text }}',
			options: { dryRun: true },
		};
		const [, second] = await world.items('audienceManager', upsert, { items });
		expect(JSON.stringify(second)).toContain('/groups/new-1"');
	});
});
