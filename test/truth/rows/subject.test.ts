import { ALL_SAMPLES } from '../samples';
import { byId, byName, codeOf, HOSTS, MODES, useTruth, VENDOR_IDS, type Json, type VendorId } from '../stage';

const stage = useTruth();

/** An id that no vendor knows. */
const NOBODY: Record<VendorId, string> = { keitaro: '4711', reach360: 'nope-4711', audienceManager: '4711' };

const OF_ONE_GROUP = ALL_SAMPLES.filter(({ parameters }) => 'groupId' in parameters);
/** Audience Manager answers an empty list for the members of a group that is not there. */
const REFUSED = OF_ONE_GROUP.filter(
	({ vendor, operation }) => vendor !== 'audienceManager' || operation !== 'member.getAll',
);
const LABEL: Record<VendorId, string> = { keitaro: 'campaigns', reach360: '', audienceManager: '' };

describe('a failure says for which group', () => {
	it.each(REFUSED)('that is not there: $line', async ({ vendor, line, parameters }) => {
		for (const host of HOSTS) {
			for (const onError of MODES) {
				for (const groupId of [byId(NOBODY[vendor]), byName('Nobody of that name')]) {
					const { out, stopped } = await stage.run(line, { ...parameters, groupId }, { host, onError });
					const message = String(stopped?.message ?? out[0]?.message);
					expect(message).toMatch(/^Could not/);
					expect(message).toContain(groupId.value as string);
				}
			}
		}
	});

	it.each(OF_ONE_GROUP)('when the vendor is out of order: $line', async ({ vendor, line, parameters }) => {
		const known = parameters.groupId as Json;
		const name = stage.simulators[vendor].state.groups.map((group) => group.name).at(1)!;
		for (const groupId of [known, byName(name)]) {
			for (const host of HOSTS) {
				stage.simulators[vendor].reset();
				stage.simulators[vendor].faults.add({
					times: Infinity,
					fault: { status: 503, body: { message: 'Out of order' } },
				});
				const out = await stage.one(line, { ...parameters, groupId, options: { maxAttempts: 1 } }, { host });
				expect(out.message).toContain(String(groupId.value));
			}
		}
	});

	it.each(ALL_SAMPLES.filter(({ operation }) => /create|upsert/.test(operation)))(
		'that was to come: $line',
		async ({ vendor, line, parameters }) => {
			for (const host of HOSTS) {
				stage.simulators[vendor].reset();
				stage.simulators[vendor].faults.add({
					times: Infinity,
					fault: { status: 403, body: { message: 'Not for you' } },
				});
				const { message } = await stage.one(line, { ...parameters, name: 'Team 4711' }, { host });
				expect(message).toContain('Team 4711');
			}
		},
	);

	it.each(VENDOR_IDS)('of several that were to go, on %s', async (vendor) => {
		const scope = vendor === 'keitaro' ? { groupType: LABEL[vendor] } : {};
		const id = NOBODY[vendor];
		const perGroup = vendor === 'audienceManager' ? { bulkDeleteMethod: 'perGroup' } : {};
		const out = await stage.one(`${vendor} group.deleteMany`, { ...scope, groupIds: id, options: perGroup });
		expect(out.data).toMatchObject({ failed: [{ id, code: 'not_found', message: expect.any(String) as string }] });
		stage.simulators[vendor].faults.add({
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
	const UNKNOWN: Array<[VendorId, string]> = [
		['keitaro', '98765'],
		['reach360', 'nobody.at.all@example.com'],
		['audienceManager', 'nobody.at.all'],
	];

	it.each(UNKNOWN)('on %s', async (vendor, who) => {
		for (const { line, parameters } of ALL_SAMPLES.filter(
			(sample) => sample.vendor === vendor && 'members' in sample.parameters,
		)) {
			for (const host of HOSTS) {
				for (const onError of MODES) {
					const members = `${String(parameters.members)}, ${who}`;
					const { out, stopped } = await stage.run(line, { ...parameters, members }, { host, onError });
					const message = String(stopped?.message ?? out[0]?.message);
					expect([line, message]).toEqual([line, expect.stringContaining(who)]);
					expect(message).toContain(String((parameters.groupId as Json).value));
				}
			}
		}
		expect(stage.written(vendor)).toEqual([]);
	});

	it.each(['reach360', 'audienceManager'] as const)(
		'when the write of one of them is refused, on %s',
		async (vendor) => {
			const [members, path] =
				vendor === 'reach360' ? ['usr-mei, usr-sara', /usr-sara$/] : ['503, 505', /users\/505$/];
			const groupId = byId(vendor === 'reach360' ? 'grp-support' : 2001);
			stage.simulators[vendor].faults.add({
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

	it('has no item number where there is one item', async () => {
		for (const groupId of [byId('={{ $json.nothing }}'), byId('nope-1')]) {
			const { message } = await stage.one('reach360 group.get', { groupId });
			expect(message).not.toMatch(/item/i);
		}
	});
});
