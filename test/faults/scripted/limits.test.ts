import { VENDOR_IDS } from '../../../simulators';
import { useStage } from '../../kit/stage';
import { sceneOf } from './scene';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe.each(VENDOR_IDS)('a 429 of %s', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it.each([
		['0', 0],
		['1', 1_000],
		['in a second', 0],
		[undefined, 0],
		['-3', 0],
		['1e99', 0],
		['99999999999', 0],
	])('with Retry-After %j is waited for', async (header, atLeast) => {
		const value = header === 'in a second' ? new Date(Date.now() + 1_000).toUTCString() : header;
		stage.fault(vendor, {
			method: scene.methods.update,
			fault: { status: 429, ...(value !== undefined && { headers: { 'retry-after': value } }) },
		});
		expect((await scene.run('group.update', scene.update())).code).toBeUndefined();
		expect(scene.sent()).toEqual([...scene.lookUp, scene.UPDATE, scene.UPDATE]);
		const [first, second] = stage.log(vendor).slice(-2);
		// The log's clock counts whole milliseconds.
		expect(second!.at - first!.at).toBeGreaterThanOrEqual(atLeast - 2);
		expect(scene.names()).toEqual(['New']);
	});

	it('beyond the maximal wait fails at once', async () => {
		stage.fault(vendor, { method: scene.methods.update, fault: { status: 429, headers: { 'retry-after': '90' } } });
		const { code, message } = await scene.run('group.update', scene.update({ maxRetryWait: 60 }));
		expect(code).toBe('rate_limited');
		expect(message).toContain('the vendor asks to wait 90 s');
		expect(scene.sent()).toEqual([...scene.lookUp, scene.UPDATE]);
	});

	it('of a create is sent again without a look', async () => {
		stage.fault(vendor, { method: 'POST', fault: { status: 429, headers: { 'retry-after': '0' } } });
		expect((await scene.run('group.create', scene.create())).code).toBeUndefined();
		expect(scene.sent()).toEqual([...scene.before, scene.CREATE, scene.CREATE]);
		expect(scene.names()).toEqual(['Old', 'New']);
	});
});
