import { membersLabelOf } from '../kit/ground';
import { byName } from '../kit/json';
import { useStage } from '../kit/stage';
import { ELSEWHERE } from '../kit/vendors';
import { membershipOf } from './membership';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, parameters, put } = membership;
	const change = async (operation: string, typed: unknown, options = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...parameters(0), members: typed, options });
	beforeEach(() => seed([[0, 1], [2], []]));

	it('are listed as the vendor describes them, up to an exact limit', async () => {
		const { data } = await stage.one(`${vendor} member.getAll`, { ...parameters(0), returnAll: true });
		expect(data.map(({ id, userId }: { id?: unknown; userId?: unknown }) => String(id ?? userId))).toEqual([
			member(0),
			member(1),
		]);

		expect((await stage.one(`${vendor} member.getAll`, { ...parameters(0), limit: 1 })).data).toEqual([data[0]]);
		const { success } = await stage.ran(`${vendor} member.getAll`, { ...parameters(0), output: 'data' });
		expect(success.map(({ json }) => json)).toEqual(data);
		expect(stage.written(vendor)).toEqual([]);
	});

	it('are added under any of their names and reported by their ids; a second run sends no write', async () => {
		for (const name of names(3)) {
			seed([[0, 1], [2], []]);
			stage.forget();
			const { data, request } = await change('add', `${member(0)}, ${name}`);
			expect(data).toEqual({ added: [member(3)], removed: [], unchanged: [member(0)], missing: [] });
			expect(stage.written(vendor)).toEqual([put(0, 3)]);
			expect(request.method).toBe('PUT');

			stage.forget();
			const again = await change('add', [name, member(0)]);
			expect(again.data).toEqual({ added: [], removed: [], unchanged: [member(3), member(0)], missing: [] });
			expect(again.request.method).toBe('GET');
			expect(stage.written(vendor)).toEqual([]);
		}
	});
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, members, parameters, take } = membership;
	const change = async (operation: string, typed: unknown, options = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...parameters(0), members: typed, options });
	beforeEach(() => seed([[0, 1], [2], []]));

	it('are removed under any of their names; a second run says who is no member, or sends no write with Ignore Missing', async () => {
		for (const name of names(1)) {
			seed([[0, 1], [2], []]);
			stage.forget();
			expect((await change('remove', name)).data).toEqual({
				added: [],
				removed: [member(1)],
				unchanged: [],
				missing: [],
			});
			expect(stage.written(vendor)).toEqual([take(0, 1)]);
			expect(members(0)).toEqual([0]);

			stage.forget();
			const missing = await change('remove', [name, member(0)]);
			expect(missing.error).toMatchObject({ code: 'not_found', retryable: false });
			expect(missing.message).toContain(`${name} is not a member of the group`);
			expect((await change('remove', name, { ignoreMissing: true })).data).toEqual({
				added: [],
				removed: [],
				unchanged: [],
				missing: [member(1)],
			});
			expect(stage.written(vendor)).toEqual([]);
		}
	});
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, parameters } = membership;
	const change = async (operation: string, typed: unknown, options = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...parameters(0), members: typed, options });
	beforeEach(() => seed([[0, 1], [2], []]));

	it('who are in no group at all cannot be removed, which is said before any write', async () => {
		const json = await change('remove', [member(0), member(5)]);
		expect(json.error.code).toBe('not_found');
		expect(json.message).toContain(
			`${member(5)} is not a member of the group (not_found). Check the member, or switch on "Ignore Missing"`,
		);
		expect(stage.written(vendor)).toEqual([]);
		expect((await change('remove', [member(0), member(5)], { ignoreMissing: true })).data).toEqual({
			added: [],
			removed: [member(0)],
			unchanged: [],
			missing: [member(5)],
		});
	});

	it.each([
		['add', { added: [3, 4], removed: [] }],
		['remove', { added: [], removed: [0, 1] }],
		['set', { added: [3, 4], removed: [0, 1] }],
	] as const)('that are named twice count once in %s', async (operation, { added, removed }) => {
		const [one, other] = (operation === 'remove' ? removed : added).map(member);
		const { data } = await change(operation, `${one}; ${other}\n${one}`);
		expect(data).toEqual({ added: added.map(member), removed: removed.map(member), unchanged: [], missing: [] });
		expect(stage.written(vendor)).toHaveLength(added.length + removed.length);
	});
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, seed, parameters } = membership;
	const change = async (operation: string, typed: unknown, options = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...parameters(0), members: typed, options });
	beforeEach(() => seed([[0, 1], [2], []]));

	it.each(['add', 'remove'])(
		'must be named: an empty list is refused by %s before any request',
		async (operation) => {
			for (const nobody of ['', ' ,\n ', []]) {
				const json = await change(operation, nobody, { allowEmpty: true });
				expect(json.error).toMatchObject({ code: 'invalid_input', request: null });
				expect(json.message).toContain(`: "${membersLabelOf(ground)}" is empty; enter at least one member`);
			}
			expect(stage.sent(vendor)).toEqual([]);
		},
	);
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, members, parameters } = membership;
	beforeEach(() => seed([[0, 1], [2], []]));

	it('of a group that is found by its name are changed like any other', async () => {
		const json = await stage.one(`${vendor} member.add`, {
			...parameters(0),
			groupId: byName('Group 2'),
			members: member(0),
		});
		expect(json.data.added).toEqual([member(0)]);
		expect(members(2)).toEqual([0]);

		stage.forget();
		const missing = await stage.one(`${vendor} member.add`, {
			...parameters(0),
			groupId: byName('Group 9'),
			members: member(0),
		});
		expect(missing.error.code).toBe('not_found');
		expect(stage.written(vendor)).toEqual([]);
	});
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, members, parameters, put } = membership;
	const change = async (operation: string, typed: unknown, options = {}) =>
		await stage.one(`${vendor} member.${operation}`, { ...parameters(0), members: typed, options });
	beforeEach(() => seed([[0, 1], [2], []]));

	it('fail one by one in a list, and the report names what was done', async () => {
		stage.fault(vendor, {
			method: 'PUT',
			path: new RegExp(put(0, 4).split(' ')[1]!),
			fault: { status: 403, body: { error: 'Not this one' } },
		});
		const { error } = await change('add', [3, 4, 5].map(member));
		expect(error).toMatchObject({ code: 'forbidden', httpStatus: 403 });
		expect(error.details).toBe(
			`Added: ${member(3)}, ${member(5)}. Removed: none. Not done: ${member(4)}. {"error":"Not this one"}`,
		);
		expect(members(0)).toEqual([0, 1, 3, 5]);
	});
});

describe.each(ELSEWHERE)('members of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, members, parameters, put } = membership;
	beforeEach(() => seed([[0, 1], [2], []]));

	it.each(['add', 'remove'])(
		'are reported by the one item that had to %s them when several name them',
		async (operation) => {
			const one = operation === 'add' ? 3 : 0;
			const items = [0, 1, 2].map(() => ({ one: member(one) }));
			const results = await stage.each(
				`${vendor} member.${operation}`,
				{ ...parameters(0), members: '={{ $json.one }}' },
				items,
			);
			const done = results.filter(({ data }) => data.added.length + data.removed.length === 1);

			expect(done).toHaveLength(1);
			expect(results.filter(({ data }) => data.unchanged[0] === member(one))).toHaveLength(2);
			expect(stage.written(vendor)).toHaveLength(1);
		},
	);

	it('of several items are written side by side, and a failed item leaves the others alone', async () => {
		stage.fault(vendor, { method: 'PUT', path: new RegExp(put(0, 4).split(' ')[1]!), fault: { status: 403 } });
		const items = [3, 4, 5].map((index) => ({ one: member(index) }));
		const results = await stage.each(
			`${vendor} member.add`,
			{ ...parameters(0), members: '={{ $json.one }}' },
			items,
		);
		expect(results.map(({ success, error }) => success ?? error.code)).toEqual([true, 'forbidden', true]);
		expect(members(0)).toEqual([0, 1, 3, 5]);
	});
});

describe.each(ELSEWHERE.filter(({ spellings }) => spellings(0).length > 1))('people of $vendor', (ground) => {
	const { vendor, member, spellings, seed, parameters } = membershipOf(ground, stage);
	const email = (index: number) => spellings(index)[1]!;
	beforeEach(() => seed([[0], [], []]));

	it.each(['add', 'remove', 'set'])(
		'are looked up before the first write, so that %s with an unknown address writes nothing',
		async (operation) => {
			const json = await stage.one(`${vendor} member.${operation}`, {
				...parameters(0),
				members: [member(0), email(0), 'nobody@example.com'],
			});
			expect(json.error).toMatchObject({ code: 'not_found', httpStatus: null, retryable: false });
			expect(json.message).toContain('no user has the e-mail address nobody@example.com');
			expect(stage.written(vendor)).toEqual([]);
		},
	);

	it.each([
		['add', { added: [1], removed: [] }],
		['set', { added: [1], removed: [0] }],
		['remove', { added: [], removed: [0] }],
	] as const)('who are named by id and by address count once in %s', async (operation, { added, removed }) => {
		const one = operation === 'remove' ? 0 : 1;
		const { data } = await stage.one(`${vendor} member.${operation}`, {
			...parameters(0),
			members: [member(one), email(one)],
		});
		expect(data).toEqual({
			added: added.map(member),
			removed: removed.map(member),
			unchanged: [],
			missing: [],
		});
		expect(stage.written(vendor)).toHaveLength(added.length + removed.length);
	});
});

describe.each(ELSEWHERE.filter(({ spellings }) => spellings(0).length > 1))('people of $vendor', (ground) => {
	const { vendor, member, spellings, seed, parameters } = membershipOf(ground, stage);
	const email = (index: number) => spellings(index)[1]!;
	beforeEach(() => seed([[0], [], []]));

	it('with an unknown address are no members, which Ignore Missing allows', async () => {
		const options = { ignoreMissing: true };
		const json = await stage.one(`${vendor} member.remove`, {
			...parameters(0),
			members: ['nobody@example.com', email(0)],
			options,
		});
		expect(json.data).toEqual({
			added: [],
			removed: [member(0)],
			unchanged: [],
			missing: ['nobody@example.com'],
		});
	});
});
