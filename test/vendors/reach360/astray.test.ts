import { countTo } from '../../kit/json';
import { useStage } from '../../kit/stage';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe('a list of Reach 360 that leads astray', () => {
	const all = async () => (await stage.results('reach360 group.getAll', { returnAll: true }))[0]!;

	beforeEach(() =>
		stage.simulators.reach360.seed({
			groups: countTo(250).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })),
		}),
	);

	it('to another server is not followed: the key stays here', async () => {
		stage.simulators.reach360.switches.nextUrl = 'foreign-origin';
		const { code, message } = await all();
		expect(code).toBe('unexpected_response');
		expect(message).toContain('lies on another server');
		expect(stage.log('reach360')).toHaveLength(1);
	});

	it.each(['repeated-cursor', 'duplicate-page'] as const)('in a circle (%s) ends', async (nextUrl) => {
		stage.simulators.reach360.switches.nextUrl = nextUrl;
		const { code, message } = await all();
		expect(code).toBe('unexpected_response');
		expect(message).toContain('it would never end');
		expect(stage.log('reach360').length).toBeLessThanOrEqual(4);
	});

	it('of which a page fails is read to its end all the same', async () => {
		stage.fault('reach360', ...countTo(3).map((skip) => ({ skip, fault: { truncate: true } as const })));
		const { data } = await all();
		expect(data).toHaveLength(250);
		expect(new Set((data as unknown as Array<{ id: string }>).map(({ id }) => id))).toHaveProperty('size', 250);
	});
});
