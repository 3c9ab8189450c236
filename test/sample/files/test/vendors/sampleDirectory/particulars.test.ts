import { byId, byName, countTo } from '../../kit/json';
import { useStage } from '../../kit/stage';
import { write } from './records';

const stage = useStage({ random: 0 });
const run = async (operation: string, parameters: object, items: object[]) =>
	await stage.each(`sampleDirectory ${operation}`, { ...parameters }, items);

describe('Sample Directory', () => {
	it('is read page by page, as the Link header says', async () => {
		const { sampleDirectory } = stage.simulators;
		sampleDirectory.seed({ groups: countTo(450).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })) });
		const [out] = await run('group.getAll', { returnAll: true }, [{}]);

		expect(out!.data).toHaveLength(450);
		expect(stage.sent('sampleDirectory')).toEqual([
			'GET /groups?limit=200',
			expect.stringMatching(/^GET \/groups\?after=\w+&limit=200$/),
			expect.stringMatching(/^GET \/groups\?after=\w+&limit=200$/),
		]);
	});

	it('answers a change without a body, and the group keeps its name for later items and its description', async () => {
		const parameters = { groupId: byName('Everybody'), description: '={{ $json.description }}' };
		await run('group.update', parameters, [{ description: 'One' }, { description: 'Two' }]);
		const [out] = await run('group.update', { groupId: byId('g-1'), name: 'All' }, [{}]);

		expect(out!.data).toEqual({ id: 'g-1', updated: true });
		expect(stage.written('sampleDirectory').at(-1)).toBe(write(0, { profile: { name: 'All' } }));
		expect(stage.simulators.sampleDirectory.state.groups[0]).toMatchObject({ name: 'All', description: 'Two' });
	});

	it('shows the group as it is after an upsert, although the answer has none', async () => {
		const [out] = await run('group.upsert', { name: 'Everybody', description: 'New' }, [{}]);

		const profile = { name: 'Everybody', description: 'New' };
		expect(out!.data).toMatchObject({ action: 'updated', group: { id: 'g-1', memberCount: 3, profile } });
	});

	it('finds a change again whose answer is lost', async () => {
		stage.fault('sampleDirectory', { method: 'PATCH', fault: { reset: 'after' } });
		const parameters = { groupId: byId('g-1'), name: 'All', options: { maxAttempts: 1 } };
		const [out] = await run('group.update', parameters, [{}]);

		expect(out).toMatchObject({ success: true, data: { id: 'g-1', updated: true } });
	});

	it('says in seconds since 1970 when to come back', async () => {
		const reset = String(Math.ceil(Date.now() / 1_000) + 500);
		stage.fault('sampleDirectory', { fault: { status: 429, headers: { 'x-rate-limit-reset': reset } } });
		const [out] = await run('group.getAll', { options: { maxRetryWait: 60 } }, [{}]);

		expect(out!.error.code).toBe('rate_limited');
		expect(out!.message).toMatch(/asks to wait (499|500|501) s/);
	});
});
