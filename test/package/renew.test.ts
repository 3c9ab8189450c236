import { candidates, choose, summary, type Candidate } from '../../scripts/renew';

const PUBLISHED = ['1.9.0', '2.9.0', '2.41.0', '2.41.1', '2.41.2', '2.41.3', '2.42.0-beta.1', '2.42.0', '2.10.0'];
const PINNED: Candidate = { version: '2.41.1', isOverridden: true };
const MISSING = 'No matching version found for @n8n/agents@0.26.2';

describe('npm run renew', () => {
	it('tries stable versions from the newest that users get down to the one that is pinned', () => {
		expect(candidates(PUBLISHED, '2.41.1', '2.41.3')).toEqual(['2.41.3', '2.41.2', '2.41.1']);
		expect(candidates(PUBLISHED, '2.9.0', '2.41.0')).toEqual(['2.41.0', '2.10.0', '2.9.0']);
	});

	it('takes the first that resolves, without the override where it can, and asks for nothing after it', async () => {
		const asked: string[] = [];
		const choice = await choose(['2.41.3', '2.41.2', '2.41.1'], async ({ version, isOverridden }) => {
			asked.push(`${version} ${isOverridden}`);
			return await Promise.resolve(version === '2.41.2' ? undefined : MISSING);
		});
		expect(asked).toEqual(['2.41.3 false', '2.41.3 true', '2.41.2 false']);
		expect(choice).toEqual({
			chosen: { version: '2.41.2', isOverridden: false },
			passedOver: [{ version: '2.41.3', why: MISSING }],
		});
		expect(summary(choice, PINNED)).toBe(`n8n 2.41.2, no override needed; 2.41.3 was passed over: ${MISSING}`);
	});

	it('keeps the override while it is needed, and says that nothing changed', async () => {
		const choice = await choose(
			['2.41.1'],
			async ({ isOverridden }) =>
				await Promise.resolve(isOverridden ? undefined : 'cssomnom is not in this registry'),
		);
		expect(choice.chosen).toEqual(PINNED);
		expect(summary(choice, PINNED)).toBe('n8n 2.41.1 stays, the override kept');
		expect(summary(choice, { ...PINNED, version: '2.41.0' })).toBe('n8n 2.41.1, the override kept');
	});

	it('leaves everything as it is where nothing resolves', async () => {
		const choice = await choose(['2.41.1'], async () => await Promise.resolve(MISSING));
		expect(choice.chosen).toBeUndefined();
		expect(summary(choice, PINNED)).toBe(`nothing resolves; 2.41.1 was passed over: ${MISSING}`);
	});
});
