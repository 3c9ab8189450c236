import { MODES } from '../../kit/runner';
import { VENDOR_IDS } from '../../../simulators';
import { byId, byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { ALL_SAMPLES, homeOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const OF_ONE_GROUP = ALL_SAMPLES.filter(({ parameters }) => 'groupId' in parameters);
/** Where the members of a group that is not there are an empty list. */
const REFUSED = OF_ONE_GROUP.filter(
	({ vendor, operation }) => !homeOf(vendor).goneGroup || operation !== 'member.getAll',
);

describe('a failure says for which group', () => {
	it.each(REFUSED)('that is not there: $line', async ({ vendor, line, parameters }) => {
		for (const host of HOSTS) {
			for (const onError of MODES) {
				for (const groupId of [byId(homeOf(vendor).unknownGroup), byName('Nobody of that name')]) {
					const { out, stopped } = await stage.ran(line, { ...parameters, groupId }, { host, onError });
					const message = String(stopped?.message ?? out[0]?.message);
					expect(message).toMatch(/^Could not/);
					expect(message).toContain(groupId.value as string);
				}
			}
		}
	});

	it.each(OF_ONE_GROUP)('when the vendor is out of order: $line', async ({ vendor, line, parameters }) => {
		const known = parameters.groupId as Json;
		const { name } = homeOf(vendor).another;
		for (const groupId of [known, byName(name)]) {
			for (const host of HOSTS) {
				stage.simulators.of(vendor).reset();
				stage.fault(vendor, {
					times: Infinity,
					fault: { status: 503, body: { message: 'Out of order' } },
				});
				const out = await stage.one(line, { ...parameters, groupId, options: { maxAttempts: 1 } }, { host });
				expect(out.message).toContain(String(groupId.value));
			}
		}
	});
});

describe('a failure says for which group', () => {
	it.each(ALL_SAMPLES.filter(({ operation }) => /create|upsert/.test(operation)))(
		'that was to come: $line',
		async ({ vendor, line, parameters }) => {
			for (const host of HOSTS) {
				stage.simulators.of(vendor).reset();
				stage.fault(vendor, {
					times: Infinity,
					fault: { status: 403, body: { message: 'Not for you' } },
				});
				const { message } = await stage.one(line, { ...parameters, name: 'Team 4711' }, { host });
				expect(message).toContain('Team 4711');
			}
		},
	);

	it.each(VENDOR_IDS)('of several that were to go, on %s', async (vendor) => {
		const scope = scopeOf(vendor);
		const id = homeOf(vendor).unknownGroup;
		const perGroup = homeOf(vendor).deletions[0]!;
		const out = await stage.one(`${vendor} group.deleteMany`, { ...scope, groupIds: id, options: perGroup });
		expect(out.data).toMatchObject({ failed: [{ id, code: 'not_found', message: expect.any(String) as string }] });
		stage.fault(vendor, {
			times: Infinity,
			fault: { status: 503, body: { message: 'Out of order' } },
		});
		const down = await stage.one(`${vendor} group.deleteMany`, {
			...scope,
			groupIds: id,
			options: { ...perGroup, maxAttempts: 1 },
		});
		expect(down.message).toContain(id);
	});
});

describe('a failure says for whom', () => {
	it.each(VENDOR_IDS)('on %s', async (vendor) => {
		const who = homeOf(vendor).unknownMember;
		for (const { line, parameters } of ALL_SAMPLES.filter(
			(sample) => sample.vendor === vendor && 'members' in sample.parameters,
		)) {
			for (const host of HOSTS) {
				for (const onError of MODES) {
					const members = `${String(parameters.members)}, ${who}`;
					const { out, stopped } = await stage.ran(line, { ...parameters, members }, { host, onError });
					const message = String(stopped?.message ?? out[0]?.message);
					expect([line, message]).toEqual([line, expect.stringContaining(who)]);
					expect(message).toContain(String((parameters.groupId as Json).value));
				}
			}
		}
		expect(stage.written(vendor)).toEqual([]);
	});
});

describe('a failure says for whom', () => {
	it.each(['reach360', 'audienceManager'] as const)(
		'when the write of one of them is refused, on %s',
		async (vendor) => {
			const [members, path] =
				vendor === 'reach360' ? ['usr-mei, usr-sara', /usr-sara$/] : ['503, 505', /users\/505$/];
			const groupId = byId(vendor === 'reach360' ? 'grp-support' : 2001);
			stage.fault(vendor, {
				method: 'PUT',
				path: path,
				fault: { status: 403, body: { message: 'Not this one' } },
			});
			const out = await stage.one(`${vendor} member.add`, { groupId, members });
			expect([codeOf(out), out.message]).toEqual([
				'forbidden',
				expect.stringMatching(vendor === 'reach360' ? /usr-sara/ : /505/),
			]);
		},
	);

	it('names every item by itself in a run of many', async () => {
		const ids = ['nope-1', 'grp-compliance', 'nope-2'];
		const out = await stage.each(
			'reach360 group.delete',
			{ groupId: byId('={{ $json.id }}') },
			ids.map((id) => ({ id })),
		);
		expect(out[0]!.message).toContain('nope-1');
		expect(out[2]!.message).toContain('nope-2');
	});
});

describe('a failure says for whom', () => {
	it('has no item number where there is one item', async () => {
		for (const groupId of [byId('={{ $json.nothing }}'), byId('nope-1')]) {
			const { message } = await stage.one('reach360 group.get', { groupId });
			expect(message).not.toMatch(/item/i);
		}
	});
});
