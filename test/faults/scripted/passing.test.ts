import { VENDOR_IDS, type Fault } from '../../../simulators';
import { useStage } from '../../kit/stage';
import { DONE_UNSEEN } from '../faultMix';
import { nameIn } from '../../kit/vendors';
import { sceneOf } from './scene';

const stage = useStage({ isLoggedIn: true, random: 0 });

const PASSING: Fault[] = [
	...[408, 500, 502, 503, 504].map((status) => ({ status, body: 'Out of order' })),
	{ html: 502 },
	{ reset: 'before' },
];

const CASES = VENDOR_IDS.flatMap((vendor) =>
	[...PASSING, ...DONE_UNSEEN].map((fault) => ({ vendor, fault, title: JSON.stringify(fault) })),
);

describe.each(CASES)('$vendor, $title', ({ vendor, fault }) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	const isDone = DONE_UNSEEN.includes(fault);

	it('of a read or an update is met by a second request', async () => {
		stage.fault(vendor, { method: 'GET', fault }, { method: scene.methods.update, fault });
		expect((await scene.run('group.getAll', scene.all)).code).toBeUndefined();
		expect(scene.sent()).toEqual([scene.LIST, scene.LIST]);
		expect((await scene.run('group.update', scene.update())).code).toBeUndefined();
		// A body that is empty cannot be cut.
		const cut = scene.isUncut(fault, scene.UPDATE);
		expect(scene.sent().slice(2)).toEqual([...scene.lookUp, scene.UPDATE, ...(cut ? [] : [scene.UPDATE])]);
		expect(scene.names()).toEqual(['New']);
	});

	it('of a deletion is met by a second request, for which 404 is a success', async () => {
		stage.fault(vendor, { method: 'DELETE', fault });
		expect(await scene.run('group.delete', scene.remove())).toMatchObject({ code: undefined });
		const cut = scene.isUncut(fault, scene.DELETE);
		expect(scene.sent()).toEqual([...scene.lookUp, scene.DELETE, ...(cut ? [] : [scene.DELETE])]);
		expect(scene.names()).toEqual([]);
	});

	it('of a creation leaves one group, and a result that is true', async () => {
		stage.fault(vendor, { method: 'POST', fault });
		const { code, data } = await scene.run('group.create', scene.create());
		// What was sent twice where a name may be taken twice is looked at once more in the end.
		const again = [...scene.looks, scene.CREATE, ...(scene.hasUniqueNames ? [] : [scene.LIST])];
		expect(scene.sent()).toEqual([...scene.before, scene.CREATE, ...(isDone ? [scene.LIST] : again)]);
		expect(scene.names()).toEqual(['Old', 'New']);
		if (isDone && scene.isBlind) expect(code).toBe('outcome_unknown');
		else expect([code, nameIn(vendor, data)]).toEqual([undefined, 'New']);
	});
});
