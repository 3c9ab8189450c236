import { VENDOR_IDS } from '../../../simulators';
import type { Json } from '../../kit/json';
import { useStage } from '../../kit/stage';
import { groundOf, nameIn, profileOf, scopeOf } from '../../kit/vendors';
import { sceneOf } from './scene';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe.each(VENDOR_IDS)('an answer of %s that comes late', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it('an answer past the timeout is asked for again', async () => {
		stage.fault(vendor, { method: scene.methods.update, fault: { delay: 1_500 } });
		expect((await scene.run('group.update', scene.update({ timeout: 500 }))).code).toBeUndefined();
		expect(scene.sent()).toEqual([...scene.lookUp, scene.UPDATE, scene.UPDATE]);
	});

	it('a create whose answer comes too late is found, and not sent twice', async () => {
		stage.fault(vendor, { method: 'POST', fault: { delay: 1_500 } });
		const { code } = await scene.run('group.create', scene.create({ timeout: 500 }));
		expect(code).toBe(scene.isBlind ? 'outcome_unknown' : undefined);
		expect(scene.sent()).toEqual([...scene.before, scene.CREATE, scene.LIST]);
		expect(scene.names()).toEqual(['Old', 'New']);
	});

	it('a create that the vendor is still working on makes one group in the end', async () => {
		stage.fault(vendor, { method: 'POST', fault: { delay: 1_000, hold: 'before' } });
		const { code } = await scene.run('group.create', scene.create({ timeout: 500 }));
		while (scene.names().length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
		// Audience Manager would make a second one, so there it is not sent again.
		expect(code).toBe(scene.hasUniqueNames ? undefined : 'outcome_unknown');
		expect(scene.sent()).toEqual([
			...scene.before,
			scene.CREATE,
			...scene.looks,
			...(scene.hasUniqueNames ? [scene.CREATE] : []),
		]);
		await new Promise((resolve) => setTimeout(resolve, 700));
		expect(scene.names()).toEqual(['Old', 'New']);
	});
});

describe.each(VENDOR_IDS)('an answer of %s that is lost', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it('a look-up that fails as well leaves the outcome unknown', async () => {
		stage.fault(
			vendor,
			{ method: 'POST', fault: { reset: 'after' } },
			{ method: 'GET', skip: scene.before.length, times: 3, fault: { status: 503 } },
		);
		const { code, message, error } = await scene.run('group.create', scene.create());
		expect(code).toBe('outcome_unknown');
		expect(message).toMatch(/could not be read afterwards.*Look before you run it again/);
		expect(error.retryable).toBe(false);
		expect(scene.sent()).toEqual([...scene.before, scene.CREATE, scene.LIST, scene.LIST, scene.LIST]);
	});

	it('never takes a group that was there before for its own', async () => {
		stage.fault(vendor, { method: 'POST', fault: { status: 504, after: true } });
		const { code, data } = await scene.run('group.create', { ...scene.create(), name: 'Old' });
		if (!scene.hasUniqueNames) {
			// It accepts the same name twice: the second one is the new one.
			expect(String(data[groundOf(vendor).idField])).not.toBe(profileOf(vendor).id(0));
			expect(scene.names()).toEqual(['Old', 'Old']);
		} else {
			expect(code).toBe(scene.isBlind ? 'outcome_unknown' : 'duplicate_name');
			expect(scene.names()).toEqual(['Old']);
		}
	});
});

describe.each(VENDOR_IDS)('an answer of %s that is lost, with a look that finds', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it('does not choose when somebody else made a group of that name meanwhile', async () => {
		const somebodyElse = () => {
			groundOf(vendor).addGroup(stage.simulators, 'New');
			return true;
		};
		stage.fault(
			vendor,
			{
				method: 'GET',
				skip: scene.before.length,
				when: ({ method }) =>
					method === 'GET' &&
					scene.names().includes('New') &&
					scene.names().length === 2 &&
					somebodyElse() &&
					false,
				fault: { status: 500 },
			},
			{ method: 'POST', fault: { reset: 'after' } },
		);
		const { code, message } = await scene.run('group.create', scene.create());
		expect(code).toBe('outcome_unknown');
		expect(message).toContain('is there (');
		expect(stage.log(vendor).filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('an upsert whose create is lost is done, since the name was looked up before', async () => {
		stage.fault(vendor, { method: 'POST', fault: { reset: 'after' } });
		const [result] = await stage.results(`${vendor} group.upsert`, { ...scopeOf(vendor), name: 'New' });
		const { action, group } = result!.data;
		expect([action, nameIn(vendor, group as Json)]).toEqual(['created', 'New']);
		expect(scene.names()).toEqual(['Old', 'New']);
	});
});
