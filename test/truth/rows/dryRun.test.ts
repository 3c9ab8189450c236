import type { VendorId } from '../../../simulators';
import { byId, byName, type Json } from '../../kit/json';
import { codeOf, ownPlan } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { ALL_SAMPLES, groundOf, isRead } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const campaigns = { groupType: 'campaigns' };

/** What a run would be refused, or do only in part. */
const OTHERS: Array<[VendorId, string, Json]> = [
	['keitaro', 'group.deleteMany', { ...campaigns, groupIds: '1, 4711, 4' }],
	['keitaro', 'group.deleteMany', { ...campaigns, groupIds: '1, 4711', options: { ignoreMissing: true } }],
	['keitaro', 'group.delete', { ...campaigns, groupId: byId(4711) }],
	['keitaro', 'group.delete', { ...campaigns, groupId: byId(4711), options: { ignoreMissing: true } }],
	['keitaro', 'group.create', { ...campaigns, name: 'EU search' }],
	['keitaro', 'group.upsert', { ...campaigns, name: 'EU search' }],
	['keitaro', 'group.update', { ...campaigns, groupId: byId(1), name: 'EU search' }],
	['keitaro', 'group.update', { ...campaigns, groupId: byName('nobody'), name: 'x' }],
	['keitaro', 'member.add', { ...campaigns, groupId: byId(1), members: '101, 999' }],
	[
		'keitaro',
		'member.remove',
		{ ...campaigns, groupId: byId(1), members: '101, 999', options: { ignoreMissing: true } },
	],
	['keitaro', 'member.set', { ...campaigns, groupId: byId(1), members: '103', options: { maxRemovals: 1 } }],
	['reach360', 'group.deleteMany', { groupIds: 'grp-support, nope, everyone' }],
	['reach360', 'group.deleteMany', { groupIds: 'grp-support, nope', options: { ignoreMissing: true } }],
	['reach360', 'group.delete', { groupId: byId('nope') }],
	['reach360', 'group.delete', { groupId: byId('everyone') }],
	['reach360', 'group.delete', { groupId: byId('nope'), options: { ignoreMissing: true } }],
	['reach360', 'group.create', { name: 'Compliance' }],
	['reach360', 'group.upsert', { name: 'Compliance' }],
	['reach360', 'group.update', { groupId: byId('nope'), name: 'x' }],
	['reach360', 'group.update', { groupId: byId('grp-support'), name: 'Compliance' }],
	['reach360', 'member.add', { groupId: byId('grp-support'), members: 'usr-mei, usr-nobody' }],
	['reach360', 'member.add', { groupId: byId('nope'), members: 'usr-mei' }],
	[
		'reach360',
		'member.remove',
		{ groupId: byId('grp-support'), members: 'usr-lucia, usr-mei', options: { ignoreMissing: true } },
	],
	['reach360', 'member.set', { groupId: byId('grp-support'), members: 'usr-mei', options: { maxRemovals: 1 } }],
	['audienceManager', 'group.deleteMany', { groupIds: '2001, 4711', options: { bulkDeleteMethod: 'perGroup' } }],
	['audienceManager', 'group.deleteMany', { groupIds: '2001, 4711' }],
	['audienceManager', 'group.deleteMany', { groupIds: '2001, 4711', options: { ignoreMissing: true } }],
	['audienceManager', 'group.delete', { groupId: byId(4711) }],
	['audienceManager', 'group.upsert', { name: 'Data Science', description: 'Other' }],
	['audienceManager', 'group.upsert', { name: 'Data Science' }],
	['audienceManager', 'group.update', { groupId: byId(4711), name: 'x' }],
	['audienceManager', 'group.update', { groupId: byId(2002), description: 'Only this' }],
	['audienceManager', 'member.add', { groupId: byId(2001), members: '505, nobody' }],
	['audienceManager', 'member.add', { groupId: byId(4711), members: '505' }],
	['audienceManager', 'member.set', { groupId: byId(2001), members: '505', options: { maxRemovals: 1 } }],
	[
		'audienceManager',
		'permission.grant',
		{ groupId: byId(2004), permissions: [{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] }] },
	],
	[
		'audienceManager',
		'permission.set',
		{ groupId: byId(2001), permissions: [], options: { allowEmpty: true, maxRemovals: 1 } },
	],
	[
		'audienceManager',
		'permission.revoke',
		{ groupId: byId(2001), permissions: [{ objectType: 'SEGMENT', objectId: 9, permissions: ['READ'] }] },
	],
];

const CASES = [
	...ALL_SAMPLES.filter(({ operation }) => !isRead(operation)).map(({ vendor, operation, parameters }) => ({
		vendor,
		operation,
		parameters,
	})),
	...OTHERS.map(([vendor, operation, parameters]) => ({ vendor, operation, parameters })),
].map((one, index) => ({
	...one,
	title: `${index} ${one.vendor} ${one.operation} ${JSON.stringify(one.parameters.options ?? {})}`,
}));

/** New ids, which a dry run cannot know: those that it makes up, and those that the vendor gave. */
const isNew = (id: unknown, known: string): boolean =>
	/^new-\d+$/.test(String(id)) || !known.includes(`"${String(id)}"`);

/** A group of which a dry run knows less than the vendor: what it says has to be true. */
function expectGroup(would: Json, real: Json, ids: string): void {
	for (const [key, value] of Object.entries(would)) {
		const isId = key === 'id' || key === 'groupId';
		if (isId && isNew(value, ids)) expect(isNew(real[key], ids)).toBe(true);
		else expect([key, real[key] as unknown]).toEqual([key, value]);
	}
	expect(would).toHaveProperty(would.groupId === undefined ? 'id' : 'groupId');
}

/** Why one of many groups would fail is the vendor's to say, in its own words. */
const withoutWords = (data: unknown): unknown =>
	JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === 'message' ? '' : value)));

describe('a dry run says what the run would do and report', () => {
	it.each(CASES)('$title', async ({ vendor, operation, parameters }) => {
		const line = `${vendor} ${operation}`;
		for (const host of HOSTS) {
			stage.simulators.of(vendor).reset();
			stage.forget();
			const ids = JSON.stringify(
				groundOf(vendor)
					.groups(stage.simulators)
					.map(({ id }) => id),
			);
			const before = stage.state(vendor);
			const dry = await stage.one(
				line,
				{ ...parameters, options: { ...parameters.options, dryRun: true } },
				{ host },
			);
			expect([stage.written(vendor), stage.state(vendor)]).toEqual([[], before]);
			const real = await stage.one(line, parameters, { host });

			if (real.error) {
				expect(codeOf(dry)).toBe(codeOf(real));
				continue;
			}
			expect(dry).toMatchObject({ success: true, data: { dryRun: true } });
			expect(Object.keys(dry.data as Json)).toEqual(['dryRun', 'plan', 'would']);
			const { would } = dry.data as Json;
			if (operation === 'group.upsert') {
				expect(would).toMatchObject({ action: (real.data as Json).action as string });
				expectGroup(would.group as Json, (real.data as Json).group as Json, ids);
			} else if (/create|update/.test(operation)) expectGroup(would as Json, real.data as Json, ids);
			else expect(withoutWords(would)).toEqual(withoutWords(real.data));
			// What the vendor will refuse may stand in the plan or not.
			expect([stage.written(vendor), stage.accepted(vendor)]).toContainEqual(
				stage.planned(vendor, ownPlan(dry.data)),
			);
		}
	});
});

it('a dry run stops a run in stop mode where the run would stop', async () => {
	for (const { vendor, operation, parameters } of CASES) {
		stage.simulators.of(vendor).reset();
		const run = async (dryRun: boolean) =>
			await stage.ran(
				`${vendor} ${operation}`,
				{ ...parameters, options: { ...parameters.options, dryRun } },
				{ onError: 'stopWorkflow' },
			);
		const dry = await run(true);
		const real = await run(false);
		expect([vendor, operation, dry.stopped === undefined]).toEqual([vendor, operation, real.stopped === undefined]);
	}
});
