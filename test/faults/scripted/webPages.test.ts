import { VENDOR_IDS } from '../../../simulators';
import { useStage } from '../../kit/stage';
import { sceneOf } from './scene';

const stage = useStage({ isLoggedIn: true, random: 0 });

const WRITES = [
	['update', 'update'],
	['delete', 'remove'],
	['create', 'create'],
] as const;

describe.each(VENDOR_IDS)('a 200 with HTML from %s', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it('fails a read at once', async () => {
		stage.fault(vendor, { method: 'GET', fault: { html: 200 } });
		expect((await scene.run('group.getAll', scene.all)).code).toBe('unexpected_response');
		expect(scene.sent()).toEqual([scene.LIST]);
	});

	it.each(WRITES)(
		'that only the %s meets leaves its outcome unknown, and it is not sent again',
		async (operation, parameters) => {
			const method = scene.methods[operation];
			stage.fault(vendor, { method, fault: { html: 200 } });
			const { code, error, message } = await scene.run(`group.${operation}`, scene[parameters]());
			expect([code, error.retryable]).toEqual(['outcome_unknown', false]);
			expect(message).toContain('web page instead of JSON; it does not show yet');
			expect(scene.sent().filter((line) => line.startsWith(method))).toHaveLength(1);
			expect(scene.sent().at(-1)).toMatch(/^GET /);
			expect(scene.names()).toEqual(['Old']);
		},
	);
});

describe.each(VENDOR_IDS)('a 200 with HTML from %s, once more,', (vendor) => {
	const scene = sceneOf(stage, vendor);
	beforeEach(scene.seed);

	it.each(WRITES)(
		'that the look after the %s meets as well is a wrong address, unless the vendor was heard before',
		async (operation, parameters) => {
			const method = scene.methods[operation];
			const first = operation === 'create' ? scene.before : scene.lookUp;
			stage.fault(
				vendor,
				{ method, fault: { html: 200 } },
				{ method: 'GET', skip: first.length, fault: { html: 200 } },
			);
			expect((await scene.run(`group.${operation}`, scene[parameters]())).code).toBe(
				first.length > 0 ? 'outcome_unknown' : 'unexpected_response',
			);
			const look = operation === 'create' ? scene.LIST : scene.READ_ONE;
			expect(scene.sent()).toEqual([...first, expect.stringMatching(`^${method} `), look]);
			expect(scene.names()).toEqual(['Old']);
		},
	);
});
