import type { INodePropertyOptions } from 'n8n-workflow';

import { byId, type Json, type Value } from '../kit/json';
import { useStage } from '../kit/stage';
import { groundOf, homeOf, LISTING_MEMBERS, samplesOf, scopeOf } from '../kit/vendors';

const stage = useStage({ isLoggedIn: true });

const asked = (vendor: string, more: Json = {}) => ({ ...scopeOf(vendor), vendor, ...more });

async function offered(parameters: Json, credentialId = String(parameters.vendor)): Promise<INodePropertyOptions[]> {
	return await stage.n8n.loadOptions('getMembers', parameters, {
		credentialId,
		path: 'parameters.memberIds',
	});
}

describe('the members to choose from', () => {
	it('are campaigns, offers, landings or domains of Keitaro, by the Group Type', async () => {
		const { state } = stage.simulators.keitaro;
		const collections = { campaigns: 'campaigns', offers: 'offers', landings: 'landing_pages', domains: 'domains' };
		for (const [groupType, collection] of Object.entries(collections)) {
			const listed = state[collection as 'campaigns'].filter((entity) => entity.state !== 'deleted');
			const names = listed.map(({ id, name }) => ({ name, value: String(id) }));
			const options = await offered(asked('keitaro', { groupType }));
			expect(options).toEqual(expect.arrayContaining(names));
			expect(options).toHaveLength(names.length);
		}
		const paths = stage.log('keitaro').map(({ path }) => path.split('/').at(-1));
		expect(paths).toEqual(Object.values(collections));
	});

	it.each(['reach360', 'audienceManager'])('are the users of %s, by name and e-mail address', async (vendor) => {
		const options = await offered(asked(vendor));
		const { members, newcomer } = homeOf(vendor);
		const ids = options.map(({ value }) => String(value));
		expect(ids.length).toBeGreaterThan(2);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { name } of options) expect(name).toMatch(/^\S+ .*\(\S+@\S+\)$/);
		if (!String(newcomer).includes('@')) expect(ids).toEqual(expect.arrayContaining([...members, newcomer]));
		expect(options.map(({ name }) => name.toLowerCase())).toEqual(
			options.map(({ name }) => name.toLowerCase()).sort(),
		);
	});

	it.each(LISTING_MEMBERS)(
		'of %s end at 1,000 with a row that says so, and no page is read beyond',
		async (vendor) => {
			groundOf(vendor).seed(stage.simulators, { names: ['Group'], people: 2_345 });
			const options = await offered(asked(vendor));
			expect(options).toHaveLength(1_001);
			expect(options.at(-1)).toEqual({ name: '… only 1000 are listed: give others as text', value: '…' });
			expect(stage.log(vendor).length).toBeLessThanOrEqual(11);
		},
	);

	it.each(LISTING_MEMBERS)('of %s are complete at exactly 1,000', async (vendor) => {
		groundOf(vendor).seed(stage.simulators, { names: ['Group'], people: 1_000 });
		const options = await offered(asked(vendor));
		expect(options).toHaveLength(1_000);
		expect(options.map(({ value }) => value)).not.toContain('…');
	});

	it('are none for a Group Type that an expression gives, and before a vendor is chosen', async () => {
		expect(await offered(asked('keitaro', { groupType: '={{ $json.type }}' }))).toEqual([]);
		expect(await offered({}, 'keitaro')).toEqual([]);
		expect(stage.traffic()).toEqual([]);
	});

	it('are refused in a sentence without secrets', async () => {
		await expect(offered(asked('reach360'), 'keitaro')).rejects.toThrow(
			'Could not list the members to choose from: the credential is for Keitaro',
		);
		stage.store('wrong', 'keitaro', { apiKey: 'wrong-canary-4711' });
		stage.simulators.keitaro.switches.echoKey = 'on';
		const error = await offered(asked('keitaro'), 'wrong').catch((reason: Error) => reason);
		expect(String(error)).toMatch(/Could not list the members to choose from: .*\(HTTP 401, unauthorized\)/);
		expect(String(error)).not.toContain('wrong-canary');
	});
});

describe.each(LISTING_MEMBERS)('members of %s chosen from the list', (vendor) => {
	const { group, members } = homeOf(vendor);
	const at = { ...scopeOf(vendor), groupId: byId(group.id) };
	const change = async (operation: string, memberIds: Value, more: Json = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...at, specifyMembers: 'list', memberIds, ...more });

	it.each(['add', 'remove', 'set'])('do in %s what the same list as text does', async (operation) => {
		const typed = await stage.one(`${vendor} member.${operation}`, { ...at, members: members.join() });
		const sent = stage.log(vendor).map(({ method, path, body }) => ({ method, path, body }));
		stage.reset();
		const chosen = await change(operation, members, { members: 'not looked at' });
		expect(chosen).toEqual(typed);
		expect(stage.log(vendor).map(({ method, path, body }) => ({ method, path, body }))).toEqual(sent);
	});

	it('are read from the text where nobody chose the list, as in workflows from before it', async () => {
		const sample = samplesOf(vendor)['member.add']!;
		const plain = await stage.one(`${vendor} member.add`, sample);
		stage.reset();
		expect(await stage.one(`${vendor} member.add`, { ...sample, memberIds: ['nobody'] })).toEqual(plain);
	});

	it('count once, and may come as text through an expression', async () => {
		const { data } = await change('add', [members[0], members[0]]);
		expect(data).toMatchObject({ added: [], unchanged: [members[0]] });
		expect((await change('add', `={{ "${members.join(';')}" }}`)).data).toMatchObject({ unchanged: members });
	});

	it('must be some, unless Allow Empty lets a list be empty that was left so by hand', async () => {
		const refused = { error: { code: 'invalid_input', request: null } };
		const message = expect.stringMatching(/" Names or IDs|Names or IDs" is empty/) as unknown;
		expect(await change('set', [])).toMatchObject({ ...refused, message });
		expect(stage.sent(vendor)).toEqual([]);
		const { data } = await change('set', [], { options: { allowEmpty: true } });
		expect((data as { removed: string[] }).removed.sort()).toEqual([...members].sort());
	});

	it('are never the row that says that the list goes on', async () => {
		const options = { allowEmpty: true };
		expect(await change('set', [members[0], '…'], { options })).toMatchObject({
			error: { code: 'invalid_input', request: null },
			message: expect.stringContaining(
				'Names or IDs" holds the note that the list goes on; take it out',
			) as unknown,
		});
		expect(stage.sent(vendor)).toEqual([]);
	});
});
