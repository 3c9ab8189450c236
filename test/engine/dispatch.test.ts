import { FakeHost, reply } from '../retry/fakeHost';

/** Ten updates whose names are noted as they are read; the last one's is empty where `isBad`. */
function updates({ isBad = false } = {}) {
	const read: number[] = [];
	const items = Array.from({ length: 10 }, (_, index) => ({
		groupId: { mode: 'id', value: `g-${index}` },
		options: { concurrency: 2 },
		get name() {
			read.push(index);
			return isBad && index === 9 ? '' : `Name ${index}`;
		},
	}));
	const readAtFirst: number[] = [];
	const host = new FakeHost((_, index) => {
		if (index === 0) readAtFirst.push(...read);
		return reply(204);
	});
	return { host, items, readAtFirst };
}

describe('the input of an item', () => {
	it('is read before the first request where one bad item stops the run', async () => {
		const { host, items, readAtFirst } = updates();
		await host.run('reach360 group.update', items, { stopOnFailure: true });
		expect(new Set(readAtFirst).size).toBe(10);

		const { host: untouched, items: bad } = updates({ isBad: true });
		const outcomes = await untouched.run('reach360 group.update', bad, { stopOnFailure: true });
		expect(outcomes.map((outcome) => outcome?.failed?.code)).toEqual([...Array<undefined>(9).fill(undefined), 'invalid_input']);
		expect(untouched.sent).toEqual([]);
	});

	it('is read when its turn comes where a bad item fails alone', async () => {
		const { host, items, readAtFirst } = updates({ isBad: true });
		const outcomes = await host.run('reach360 group.update', items);
		expect(Math.max(...readAtFirst)).toBeLessThan(3);
		expect(outcomes.map((outcome) => outcome!.failed?.code ?? 'success')).toEqual([...Array<string>(9).fill('success'), 'invalid_input']);
		expect(host.sent).toHaveLength(9);
	});
});
