import { byId, countTo } from '../../kit/json';
import { useStage } from '../../kit/stage';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe('a token that expires in the middle of a run', () => {
	it('is renewed once each time, and no item notices', async () => {
		const { audienceManager } = stage.simulators;
		stage.use('audienceManager', { authentication: 'clientCredentials' });
		audienceManager.switches.tokenExpiry = 40;
		audienceManager.seed({ groups: countTo(100).map((index) => ({ groupId: index + 1, name: `Group ${index}` })) });
		const items = countTo(100).map((index) => ({ id: index + 1 }));
		const results = await stage.results(
			'audienceManager group.update',
			{ groupId: byId('={{ $json.id }}'), name: 'New', description: 'New' },
			{ items },
		);
		expect(results.filter(({ code }) => code !== undefined)).toEqual([]);
		expect(audienceManager.state.groups.every(({ name }) => name === 'New')).toBe(true);
		expect(stage.log('audienceManager').filter(({ path }) => path.startsWith('/ims/'))).toHaveLength(3);
	});
});
