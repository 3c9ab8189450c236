import { FakeHost, reply } from '../kit/fakeHost';

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
		expect(outcomes.map((outcome) => outcome?.failed?.code)).toEqual([
			...Array<undefined>(9).fill(undefined),
			'invalid_input',
		]);
		expect(untouched.sent).toEqual([]);
	});

	it('is read when its turn comes where a bad item fails alone', async () => {
		const { host, items, readAtFirst } = updates({ isBad: true });
		const outcomes = await host.run('reach360 group.update', items);
		expect(readAtFirst).toContain(0);
		expect(Math.max(...readAtFirst)).toBeLessThan(3);
		expect(outcomes.map((outcome) => outcome!.failed?.code ?? 'success')).toEqual([
			...Array<string>(9).fill('success'),
			'invalid_input',
		]);
		expect(host.sent).toHaveLength(9);
	});

	it('is read for all items as soon as one has to be found by its name, as their number decides how', async () => {
		const names = ['A', 'B', '', 'C'];
		const items = names.map((value) => ({ groupId: { mode: 'name', value }, options: { concurrency: 1 } }));
		const groups = ['A', 'B', 'C'].map((name) => ({ id: `id-${name}`, name }));
		const host = new FakeHost(() => reply(200, { groups, nextUrl: null }));
		const outcomes = await host.run('reach360 group.get', items);
		expect(outcomes.map((outcome) => outcome!.failed?.code ?? 'success')).toEqual([
			'success',
			'success',
			'invalid_input',
			'success',
		]);
		expect(host.lines).toEqual(['GET /groups?limit=100']);
	});

	it.each([
		['group.create', { name: 'Team \ud83d' }, 'Name'],
		['group.update', { groupId: { mode: 'name', value: '\ude00' }, name: 'Team' }, 'Group'],
	] as const)(
		'%s: half of a character is refused in one sentence, before any request',
		async (line, parameters, field) => {
			const host = new FakeHost(() => reply(200));
			const { code, message } = await host.one(`reach360 ${line}`, parameters);
			expect(code).toBe('invalid_input');
			expect(message).toContain(`"${field}" holds half of a character`);
			expect(host.sent).toEqual([]);
		},
	);
});
