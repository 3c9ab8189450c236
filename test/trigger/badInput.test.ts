import { requestLimit } from '../../nodes/GroupManager/engine/watch/limits';
import { countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { chosen, WORLDS } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });
const groups = (...values: unknown[]): Json => ({
	groups: { group: values.map((groupId) => ({ groupId })) } as never,
});
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const byName = (value: unknown) => ({ __rl: true, mode: 'name', value });
const OF_MEMBERS = { events: ['memberJoined'] };

it.each<[string, Json, RegExp]>([
	['keitaro', { events: [] }, /"Events" is empty; choose at least one event/],
	['keitaro', { events: 'groupCreated' }, /"Events" must be a list, but it is text/],
	['keitaro', { events: ['groupDeleted'] }, /"Events" holds "groupDeleted", and Keitaro has only groupCreated/],
	['keitaro', { groupType: 'sites' }, /"Group Type" must be one of/],
	['keitaro', { ...OF_MEMBERS }, /"Group" is empty; enter the ID of the group/],
	['keitaro', { ...OF_MEMBERS, groups: {} }, /"Groups" is empty; choose at least one group/],
	['keitaro', { ...OF_MEMBERS, ...groups(byId(1), byId('')) }, /"Group" of row 2 is empty/],
	['keitaro', { ...OF_MEMBERS, ...groups(byId('x')) }, /"Group" holds "x", but an ID of Keitaro is a positive/],
	['keitaro', { ...OF_MEMBERS, ...groups(byName(' ')) }, /"Group" is empty; enter the exact name/],
	['keitaro', { ...OF_MEMBERS, ...groups(byId('={{ undefined }}')) }, /"Group" has no value/],
	['keitaro', { ...OF_MEMBERS, ...groups(byId(999)) }, /there is no group with the ID 999/],
	['keitaro', { ...OF_MEMBERS, ...groups(byName('Nobody')) }, /there is no group with the name "Nobody"/],
	[
		'keitaro',
		{ ...OF_MEMBERS, groupType: 'all', ...groups(byId(999)) },
		/no group with the ID 999 among the groups of/,
	],
	['reach360', { ...OF_MEMBERS, ...groups(byId('gone')) }, /gone/],
	['reach360', { ...OF_MEMBERS, watch: 'all' }, /"Group" is empty; enter the ID of the group/],
	[
		'audienceManager',
		{ events: ['permissionChanged'], watch: 'all' },
		/"Watch" must be Chosen Groups for permissions: every group costs a request/,
	],
	['keitaro', { nameContains: '={{ $json.nothing }}' }, /"Name Contains" (has no value|could not be read)/],
	['keitaro', { nameContains: '={{ "" }}' }, /"Name Contains" has no value/],
	['keitaro', { nameContains: '  ' }, /"Name Contains" holds nothing but blanks/],
	['keitaro', { options: { largestLoss: 101 } }, /"Largest Loss" must be a whole number from 0 to 100/],
	['keitaro', { options: { largestLoss: null } }, /"Largest Loss" must be a whole number from 0 to 100/],
	['keitaro', { options: { afterPause: 'x' } }, /"After a Pause" must be one of report, fresh/],
	['keitaro', { options: { timeout: 0 } }, /"Timeout" must be a whole number from 1/],
])('%s refuses %j at activation', async (vendor, parameters, problem) => {
	const registration = stage.register(vendor, parameters);
	await expect(registration.poll()).rejects.toMatchObject({
		message: expect.stringMatching(problem) as string,
		failure: { cause: 'configuration-invalid' },
	});
	expect(registration.staticData).toEqual({});
});

it('refuses a credential of another vendor before any request', async () => {
	const registration = stage.register('keitaro', {}, { credentialId: 'reach360' });
	await expect(registration.poll()).rejects.toThrow('credential_mismatch');
	expect(stage.traffic()).toEqual([]);
});

describe('more than is kept between polls', () => {
	const [keitaro] = WORLDS as [(typeof WORLDS)[0]];
	const seed = keitaro.ground.seed;

	it('is refused with the number, the limit and the way out', async () => {
		const { simulators } = stage;
		const chosenGroups = { ...OF_MEMBERS, ...groups(...countTo(51).map((index) => byId(index + 1))) };
		await expect(stage.register('keitaro', chosenGroups).poll()).rejects.toThrow(
			/51 groups are chosen, and 50 can be watched.*Choose fewer/,
		);
		seed(simulators, { names: countTo(5_001).map((index) => `Group ${index}`) });
		await expect(stage.register('keitaro', {}).poll()).rejects.toThrow(
			/there are 5,001 groups to keep between polls, and 5,000 is the most.*"Name Contains"/,
		);
		expect(await stage.register('keitaro', { nameContains: 'Group 1' }).poll()).toBeNull();
		seed(simulators, { names: ['A'], members: [countTo(20_001)], people: 20_001 });
		await expect(stage.register('keitaro', { ...OF_MEMBERS, watch: 'all' }).poll()).rejects.toThrow(
			/there are 20,001 memberships to keep between polls, and 20,000 is the most/,
		);
		seed(simulators, { names: countTo(3_000).map((index) => `${'long '.repeat(40)}${index}`) });
		await expect(stage.register('keitaro', {}).poll()).rejects.toThrow(
			/there are \d{3},\d{3} bytes of names and IDs to keep between polls, and 524,288 is the most/,
		);
	});

	it('is refused before a request too many', () => {
		const count = requestLimit();
		countTo(2_000).forEach(count);
		expect(count).toThrow('a poll would take more than 2,000 requests');
	});
});

it('watches a group once that is chosen twice', async () => {
	const registration = stage.register('reach360', {
		...OF_MEMBERS,
		...chosen(WORLDS[1]!.ground, 0),
		...groups(byId('grp-support'), byId('grp-support'), byName('Customer Support')),
	});
	await registration.poll();
	stage.forget();
	await registration.poll();
	expect(stage.calls('reach360')).toEqual(['GET /groups/grp-support/users']);
});
