import { endOf, fault, names, pause, UNKNOWN, useAnswers } from './bed';
import { byId, type Json } from '../../kit/json';

const stage = useAnswers();

const aam = () => stage.simulators.audienceManager;
const OLDER = 1500;

/** Somebody else creates the group right before this process does. @param description of that group */
function somebodyIsFaster({
	description = null,
	isJoined = false,
}: { description?: string | null; isJoined?: boolean } = {}): void {
	const when = (): boolean => {
		const older = {
			groupId: OLDER,
			name: 'Twin',
			description,
			wildcards: [],
			conflict: false,
			accessible: true,
			permissions: [],
		};
		aam().state.groups.push(older);
		if (isJoined) aam().state.users[0]!.groups.push(aam().state.nextGroupId);
		return false;
	};
	fault(stage, 'audienceManager', { status: 500 }, { method: 'POST', when });
}

const upsert = async (description = ''): Promise<Json> =>
	await stage.one('audienceManager group.upsert', { name: 'Twin', description });

describe('an upsert whose name somebody else took at the same moment (Audience Manager)', () => {
	it('takes its own empty group back, and goes on with the older one', async () => {
		somebodyIsFaster();
		expect((await upsert()).data).toMatchObject({ action: 'unchanged', group: { groupId: OLDER } });
		expect(stage.written('audienceManager').map((line) => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
		expect(
			aam()
				.state.groups.filter(({ name }) => name === 'Twin')
				.map(({ groupId }) => groupId),
		).toEqual([OLDER]);
	});

	it('writes the description to the older one where it differs', async () => {
		somebodyIsFaster({ description: 'old' });
		expect((await upsert('new')).data).toMatchObject({
			action: 'updated',
			group: { groupId: OLDER, description: 'new' },
		});
		expect(aam().state.groups.filter(({ name }) => name === 'Twin')).toMatchObject([
			{ groupId: OLDER, description: 'new' },
		]);
	});

	it('leaves the older one alone where the description is the same', async () => {
		somebodyIsFaster({ description: 'same' });
		expect((await upsert('same')).data).toMatchObject({ action: 'unchanged', group: { groupId: OLDER } });
		expect(stage.written('audienceManager').map((line) => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
	});

	it('keeps its own group where it has a member by now, and says that both are there', async () => {
		somebodyIsFaster({ isJoined: true });
		expect(endOf(await upsert())).toEqual(UNKNOWN);
		expect(stage.written('audienceManager').map((line) => line.split(' ')[0])).toEqual(['POST']);
		expect(names(stage, 'audienceManager').filter((name) => name === 'Twin')).toHaveLength(2);
	});
});

describe('an upsert whose name somebody else took at the same moment (Audience Manager)', () => {
	it.each([
		['a count', { membershipCount: 1 }],
		['a count that is text', { membershipCount: '1' }],
		['a list of users', { users: [501] }],
	])('sees the member by %s alone', async (_, sign) => {
		const list = [
			{ groupId: OLDER, name: 'Twin' },
			{ groupId: 2005, name: 'Twin', ...sign },
		];
		fault(stage, 'audienceManager', { status: 200, body: list }, { method: 'GET', path: /\/groups\/$/, skip: 1 });
		expect(endOf(await upsert())).toEqual(UNKNOWN);
		expect(stage.written('audienceManager')).toHaveLength(1);
	});

	it('never takes back a group for the sake of a newer one', async () => {
		const list = [
			{ groupId: 2005, name: 'Twin' },
			{ groupId: 2006, name: 'Twin' },
		];
		fault(stage, 'audienceManager', { status: 200, body: list }, { method: 'GET', path: /\/groups\/$/, skip: 1 });
		expect((await upsert()).data).toMatchObject({ action: 'created', group: { groupId: 2005 } });
		expect(stage.written('audienceManager')).toHaveLength(1);
	});
});

describe('a create and an upsert of one name in two executions (Audience Manager)', () => {
	it('are one group: the upsert waits, reads again and finds it', async () => {
		fault(stage, 'audienceManager', { delay: 100 }, { method: 'POST' });
		const creating = stage.one('audienceManager group.create', { name: 'Twin' });
		while (stage.written('audienceManager').length === 0) await pause(2);
		const [created, upserted] = await Promise.all([creating, upsert()]);
		expect(upserted.data).toMatchObject({ action: 'unchanged', group: { groupId: created.data.groupId } });
		expect(names(stage, 'audienceManager').filter((name) => name === 'Twin')).toHaveLength(1);
	});

	it('are one group also where the upsert had read the list before', async () => {
		fault(stage, 'audienceManager', { delay: 300 }, { method: 'POST' });
		const given = { name: '={{ $json.name }}', options: { concurrency: 1 } };
		const upserting = stage.each('audienceManager group.upsert', given, [{ name: 'First' }, { name: 'Twin' }]);
		while (stage.written('audienceManager').length === 0) await pause(2);
		const created = await stage.one('audienceManager group.create', { name: 'Twin' });
		expect(await upserting).toMatchObject([
			{ data: { action: 'created' } },
			{ data: { action: 'unchanged', group: { groupId: created.data.groupId } } },
		]);
		expect(names(stage, 'audienceManager').filter((name) => name === 'Twin')).toHaveLength(1);
	});

	it('notice that the group of that name was deleted by its ID meanwhile', async () => {
		fault(stage, 'audienceManager', { delay: 300 }, { method: 'POST' });
		const given = { name: '={{ $json.name }}', options: { concurrency: 1 } };
		const upserting = stage.each('audienceManager group.upsert', given, [
			{ name: 'First' },
			{ name: 'Data Science' },
		]);
		while (stage.written('audienceManager').length === 0) await pause(2);
		await stage.one('audienceManager group.delete', { groupId: byId(2002) });
		const [, second] = await upserting;
		const isThere = names(stage, 'audienceManager').includes('Data Science');
		expect([second!.data.action, isThere]).toEqual(['created', true]);
	});
});
