import { VENDOR_IDS } from '../../../simulators';
import { groupNames } from '../../kit/ground';
import { byId, byName, countTo, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { useStage } from '../../kit/stage';
import { groundOf, homeOf, samplesOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

/** Several executions at the same moment, as an agent's tool calls are: each with a run and an item of its own. */
async function together(lines: Array<[line: string, parameters: Json]>, credentials: Json[] = []): Promise<Json[]> {
	const runs = lines.map(
		async ([line, parameters], index) =>
			await stage.one(line, parameters, { credential: credentials[index] ?? {} }),
	);
	return await Promise.all(runs);
}

const aam = () => stage.simulators.audienceManager.state;
const groupsOfUser = (userId: number) =>
	aam()
		.users.find((user) => user.userId === userId)!
		.groups.toSorted();
const member = (groupId: number, members: string): Json => ({ groupId: byId(groupId), members });
const entry = (objectType: string, objectId: number, ...permissions: string[]) => ({
	objectType,
	objectId,
	permissions,
});

beforeEach(() => {
	for (const vendor of VENDOR_IDS) stage.simulators.of(vendor).latency = 5;
});

describe('executions that meet at one Audience Manager user', () => {
	it('add one user to three groups, and all three stick', async () => {
		const out = await together(
			[2001, 2002, 2003].map((group) => ['audienceManager member.add', member(group, '505')]),
		);
		expect(out.map(({ data }) => (data as Json).added as string[])).toEqual([['505'], ['505'], ['505']]);
		expect(groupsOfUser(505)).toEqual([2001, 2002, 2003]);
	});

	it('add, remove and set at once, each for a group of its own', async () => {
		const out = await together([
			['audienceManager member.remove', member(2001, '502')],
			['audienceManager member.add', member(2003, 'tom.becker@example.com')],
			['audienceManager member.set', member(2002, '503')],
		]);
		expect(out.map(codeOf)).toEqual(out.map(() => expect.stringMatching(/^success/) as unknown));
		expect(groupsOfUser(502)).toEqual([2003]);
	});

	it('several users, in another order each', async () => {
		const lists = ['505, 503, 501', '501, 505, 503', 'aiko.mori, 501, 505'];
		await together(lists.map((list, index) => ['audienceManager member.add', member(index + 2001, list)]));
		expect([501, 503, 505].map(groupsOfUser)).toEqual(countTo(3).map(() => [2001, 2002, 2003]));
	});
});

describe('executions that meet at one Audience Manager user', () => {
	it('through credentials that spell the address differently', async () => {
		const { baseUrl } = stage.simulators.audienceManager;
		const credentials = [baseUrl, `${baseUrl}/`, ` ${baseUrl.replace('http:', 'HTTP:')} `].map((domain) => ({
			domain,
		}));
		const out = await together(
			[2001, 2002, 2003].map((group) => ['audienceManager member.add', member(group, '505')]),
			credentials,
		);
		expect(out.map(codeOf)).toEqual(out.map(() => expect.stringMatching(/^success/) as unknown));
		expect(groupsOfUser(505)).toEqual([2001, 2002, 2003]);
	});

	it('goes on after an execution that failed', async () => {
		stage.simulators.audienceManager.faults.add({
			method: 'PUT',
			path: /users/,
			fault: { status: 400, body: { message: 'No' } },
		});
		const out = await together(
			[2001, 2002, 2003].map((group) => ['audienceManager member.add', member(group, '505')]),
		);
		const done = out.filter(({ success }) => success === true);
		expect(done).toHaveLength(2);
		expect(groupsOfUser(505)).toHaveLength(2);
	});
});

const permissionsOf = () =>
	aam()
		.groups[2]!.permissions.map(({ objectId, permissions }) => `${objectId} ${permissions.toSorted().join()}`)
		.toSorted();
const permission = (operation: string, ...permissions: unknown[]): [string, Json] => [
	`audienceManager permission.${operation}`,
	{ groupId: byId(2003), permissions },
];

describe('executions that meet at one Audience Manager group', () => {
	it('grant different objects', async () => {
		const out = await together([
			permission('grant', entry('SEGMENT', 563, 'READ')),
			permission('grant', entry('TRAIT', 83500, 'READ')),
			permission('grant', entry('SEGMENT', 563, 'WRITE')),
		]);
		expect(out.map(({ data }) => (data as Json).changed as number)).toEqual([1, 1, 1]);
		expect(permissionsOf()).toEqual(['563 READ,WRITE', '83500 READ']);
	});

	it('grant and revoke', async () => {
		await stage.one(...permission('grant', entry('SEGMENT', 563, 'READ', 'WRITE')));
		await together([
			permission('revoke', entry('SEGMENT', 563, 'WRITE')),
			permission('grant', entry('TRAIT', 83500, 'READ')),
		]);
		expect(permissionsOf()).toEqual(['563 READ', '83500 READ']);
	});

	it('found by id here and by name there', async () => {
		await together([
			['audienceManager permission.grant', { groupId: byId(2002), permissions: [entry('SEGMENT', 563, 'READ')] }],
			[
				'audienceManager permission.grant',
				{ groupId: byName('Data Science'), permissions: [entry('TRAIT', 83500, 'READ')] },
			],
		]);
		expect(
			aam()
				.groups[1]!.permissions.map(({ objectId }) => objectId)
				.toSorted(),
		).toEqual([563, 83498, 83500]);
	});
});

describe('executions that meet at one Audience Manager group', () => {
	it('change its name here and its description there', async () => {
		await together([
			['audienceManager group.update', { groupId: byId(2002), name: 'Renamed' }],
			['audienceManager group.update', { groupId: byId(2002), description: 'Described' }],
		]);
		expect(aam().groups[1]).toMatchObject({ name: 'Renamed', description: 'Described' });
	});
});

const SAME = VENDOR_IDS.map((vendor) => {
	return { vendor, parameters: samplesOf(vendor)['member.add']!, id: homeOf(vendor).newcomer };
});

describe('executions that meet on any vendor', () => {
	it.each(SAME)('add one member once on $vendor', async ({ vendor, parameters, id }) => {
		const out = await together(countTo(3).map(() => [`${vendor} member.add`, parameters]));
		expect(out.map(({ data }) => ((data as Json).added as string[]).join()).toSorted()).toEqual(['', '', id]);
		expect(out.map(({ data }) => ((data as Json).unchanged as string[]).join()).toSorted()).toEqual(['', id, id]);
		expect(stage.written(vendor)).toHaveLength(1);
	});

	it.each(SAME)(
		'set one group on $vendor one after the other: each report was true when it was made',
		async ({ vendor, parameters, id }) => {
			const empty = { ...parameters, members: '', options: { allowEmpty: true } };
			const out = await together([
				[`${vendor} member.set`, parameters],
				[`${vendor} member.set`, empty],
				[`${vendor} member.set`, parameters],
			]);
			const count = (key: string) =>
				out.filter(({ data }) => ((data as Json)[key] as string[]).includes(id)).length;
			const { data } = await stage.one(`${vendor} member.getAll`, { ...parameters, returnAll: true });
			const isThere = JSON.stringify(data).includes(id);
			expect(count('added') - count('removed')).toBe(isThere ? 1 : 0);
		},
	);
});

describe('executions that meet on any vendor', () => {
	it.each(VENDOR_IDS)('create one group of a name on %s', async (vendor) => {
		const out = await together(
			countTo(3).map(() => [`${vendor} group.upsert`, { ...scopeOf(vendor), name: 'New' }]),
		);
		expect(out.map(({ data }) => (data as Json | undefined)?.action as string).toSorted()).toEqual([
			'created',
			'unchanged',
			'unchanged',
		]);
		const names = groupNames(groundOf(vendor), stage.simulators);
		expect(names.filter((name) => name === 'New')).toHaveLength(1);
	});
});
