import { VENDOR_IDS } from '../../../simulators';
import { byId, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { homeOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

/** What the default seed has for lists. */
function listsOf(vendor: string) {
	const { group, another, members, newcomer, unknownMember, unknownGroup } = homeOf(vendor);
	const scope = scopeOf(vendor);
	return {
		scope,
		group: { ...scope, groupId: byId(group.id) },
		members,
		outsider: newcomer,
		unknown: unknownMember,
		groups: [String(group.id), String(another.id)] as const,
		unknownGroup,
	};
}

/** Two pieces, as people write them down. */
const NOTATIONS: Array<[string, (pieces: string[]) => unknown]> = [
	['commas', (pieces) => pieces.join(', ')],
	['semicolons', (pieces) => pieces.join('; ')],
	['line breaks', (pieces) => `${pieces.join('\r\n')}\n`],
	['a mixture', (pieces) => `;${pieces.join(' ;\n,')},`],
	['the text of a JSON array', (pieces) => JSON.stringify(pieces)],
	['the text of a JSON array over lines', (pieces) => ` ${JSON.stringify(pieces, null, 2)}\n`],
	['an array', (pieces) => pieces],
	['an array with gaps', (pieces) => [null, ...pieces.flatMap((piece) => [piece, '', '  ', null])]],
];

describe.each(VENDOR_IDS)('a list of %s', (vendor) => {
	const { group, members, groups, scope } = listsOf(vendor);
	const line = (operation: string) => `${vendor} ${operation}`;

	it.each(NOTATIONS)('may be written with %s', async (_, write) => {
		for (const host of HOSTS) {
			stage.simulators.of(vendor).reset();
			const run = async (operation: string, parameters: Json, x: unknown) =>
				await stage.one(line(operation), parameters, { host, items: [{ x }] });
			const list = write([...members]);
			const removed = await run(
				'member.remove',
				{ ...group, members: '={{ $json.x }}', options: { ignoreMissing: true } },
				list,
			);
			expect(removed.data).toEqual({ added: [], removed: members, unchanged: [], missing: [] });
			const added = await run('member.add', { ...group, members: '={{ $json.x }}' }, list);
			expect(added.data).toEqual({ added: members, removed: [], unchanged: [], missing: [] });
			const set = await run('member.set', { ...group, members: '={{ $json.x }}' }, list);
			expect(set.data).toMatchObject({ added: [], unchanged: members, missing: [] });
			const deleted = await run('group.deleteMany', { ...scope, groupIds: '={{ $json.x }}' }, write([...groups]));
			expect(deleted.data).toEqual({ deleted: groups, failed: [], missing: [] });
		}
	});
});

describe.each(VENDOR_IDS)('a list of %s', (vendor) => {
	const { group, members, groups, scope } = listsOf(vendor);
	const line = (operation: string) => `${vendor} ${operation}`;

	it.each(['[', ']', '{', '}', '"', '<', '>'])(
		'is refused where a piece still holds %s, and the piece is quoted',
		async (sign) => {
			const piece = `${sign}${members[1]}`;
			for (const host of HOSTS) {
				for (const operation of ['member.add', 'member.remove', 'member.set']) {
					const options = operation === 'member.remove' ? { ignoreMissing: true } : {};
					const out = await stage.one(
						line(operation),
						{ ...group, members: `${members[0]}, ${piece}`, options },
						{ host },
					);
					expect([codeOf(out), out.message]).toEqual(['invalid_input', expect.stringContaining(piece)]);
				}
				const groupIds = `${groups[0]}, ${sign}${groups[1]}`;
				const out = await stage.one(
					line('group.deleteMany'),
					{ ...scope, groupIds, options: { ignoreMissing: true } },
					{ host },
				);
				expect([codeOf(out), out.message]).toEqual([
					'invalid_input',
					expect.stringContaining(`${sign}${groups[1]}`),
				]);
			}
			expect(stage.written(vendor)).toEqual([]);
		},
	);
});

describe.each(VENDOR_IDS)('a list of %s', (vendor) => {
	const { group, members, groups, scope } = listsOf(vendor);
	const line = (operation: string) => `${vendor} ${operation}`;

	it('of nothing but empty entries is empty, and the sentence says so', async () => {
		for (const host of HOSTS) {
			for (const x of [[], [null], ['', '  ', null], '', ' , ;\n', '[]', '[null, ""]']) {
				const options = { host, items: [{ x }] };
				const one = await stage.one(line('member.add'), { ...group, members: '={{ $json.x }}' }, options);
				expect([codeOf(one), one.message]).toEqual(['invalid_input', expect.stringMatching(/empty/)]);
				const many = await stage.one(
					line('group.deleteMany'),
					{ ...scope, groupIds: '={{ $json.x }}' },
					options,
				);
				expect([codeOf(many), many.message]).toEqual(['invalid_input', expect.stringMatching(/empty/)]);
			}
		}
		expect(stage.written(vendor)).toEqual([]);
	});

	it('counts what it names twice once', async () => {
		const twice = `${members[0]}, ${members[1]}, ${members[0]}`;
		for (const host of HOSTS) {
			stage.simulators.of(vendor).reset();
			const run = async (operation: string) =>
				(await stage.one(line(operation), { ...group, members: twice }, { host })).data;
			expect(await run('member.remove')).toEqual({ added: [], removed: members, unchanged: [], missing: [] });
			expect(await run('member.add')).toEqual({ added: members, removed: [], unchanged: [], missing: [] });
			expect(await run('member.set')).toMatchObject({ added: [], unchanged: members, missing: [] });
			const groupIds = [groups[0], ...groups].join();
			const { data } = await stage.one(line('group.deleteMany'), { ...scope, groupIds }, { host });
			expect(data).toEqual({ deleted: groups, failed: [], missing: [] });
		}
	});
});

describe.each(VENDOR_IDS)('a list of %s', (vendor) => {
	const { group, members, outsider, unknown, groups, unknownGroup, scope } = listsOf(vendor);
	const line = (operation: string) => `${vendor} ${operation}`;

	it('puts those whom Ignore Missing passes over under missing, as they were typed', async () => {
		const options = { ignoreMissing: true };
		for (const host of HOSTS) {
			stage.simulators.of(vendor).reset();
			const list = `${members[0]}; ${outsider}; ${unknown}`;
			const { data } = await stage.one(line('member.remove'), { ...group, members: list, options }, { host });
			const { missing, ...others } = data as Json;
			expect(others).toEqual({ added: [], removed: [members[0]], unchanged: [] });
			expect((missing as string[]).toSorted()).toEqual([outsider, unknown].toSorted());
			for (const deletion of homeOf(vendor).deletions) {
				stage.simulators.of(vendor).reset();
				const groupIds = `${unknownGroup}; ${groups[0]}`;
				const all = {
					...scope,
					groupIds,
					options: { ...options, ...deletion },
				};
				const { data: report } = await stage.one(line('group.deleteMany'), all, { host });
				expect(report).toEqual({ deleted: [groups[0]], failed: [], missing: [unknownGroup] });
			}
		}
	});
});

describe.each(VENDOR_IDS)('a list of %s', (vendor) => {
	const { group, unknown, groups, unknownGroup, scope } = listsOf(vendor);
	const line = (operation: string) => `${vendor} ${operation}`;

	it('has an empty missing where nothing is missing, and an unknown group fails in a list of its own', async () => {
		const options = homeOf(vendor).deletions[0]!;
		const groupIds = `${unknownGroup}, ${groups[0]}`;
		const { data } = await stage.one(line('group.deleteMany'), { ...scope, groupIds, options });
		expect(data).toEqual({
			deleted: [groups[0]],
			failed: [{ id: unknownGroup, code: 'not_found', message: expect.any(String) as string }],
			missing: [],
		});
		const removed = await stage.one(line('member.remove'), { ...group, members: unknown });
		expect([codeOf(removed), removed.message]).toEqual(['not_found', expect.stringContaining(unknown)]);
	});
});

const INTEGERS = ['keitaro', 'audienceManager'] as const;

describe('a number with a leading zero', () => {
	it.each(INTEGERS)(
		'is refused on %s with the piece in quotes: it is mostly half of a larger number',
		async (vendor) => {
			const { group, scope, groups } = listsOf(vendor);
			for (const host of HOSTS) {
				for (const x of [`${groups[0]},003`, ['1', '003'], '["1", "003"]', '003']) {
					const options = { host, items: [{ x }] };
					const many = await stage.one(
						`${vendor} group.deleteMany`,
						{ ...scope, groupIds: '={{ $json.x }}' },
						options,
					);
					expect([codeOf(many), many.message]).toEqual(['invalid_input', expect.stringContaining('003')]);
					for (const operation of ['add', 'remove', 'set']) {
						const one = await stage.one(
							`${vendor} member.${operation}`,
							{ ...group, members: '={{ $json.x }}' },
							options,
						);
						expect([codeOf(one), one.message]).toEqual(['invalid_input', expect.stringContaining('003')]);
					}
				}
			}
			expect(stage.written(vendor)).toEqual([]);
		},
	);

	it('names both readings of "1,003"', async () => {
		const { message } = await stage.one('keitaro group.deleteMany', { groupType: 'campaigns', groupIds: '1,003' });
		expect(message).toMatch(/1,?003/);
		expect(message).toMatch(/\b3\b/);
	});
});

describe('a number with a leading zero', () => {
	it('is part of an id where ids are text', async () => {
		stage.simulators.reach360.seed({ groups: [{ id: '007', name: 'Agents' }] });
		const { data } = await stage.one('reach360 group.deleteMany', { groupIds: '007' });
		expect(data).toEqual({ deleted: ['007'], failed: [], missing: [] });
	});
});

describe('one person under several names', () => {
	const PEOPLE = VENDOR_IDS.flatMap((vendor) => {
		const { person } = homeOf(vendor);
		return person ? [{ vendor, names: person, id: person.at(-1)! }] : [];
	});

	it.each(PEOPLE)('counts once on $vendor', async ({ vendor, id, names }) => {
		const { group, members } = listsOf(vendor);
		for (const host of HOSTS) {
			stage.simulators.of(vendor).reset();
			const run = async (operation: string, list: string[]) =>
				(await stage.one(`${vendor} member.${operation}`, { ...group, members: list.join() }, { host })).data;
			const nothing = { added: [], removed: [], unchanged: [], missing: [] };
			expect(await run('add', names)).toEqual({ ...nothing, added: [id] });
			expect(await run('add', names)).toEqual({ ...nothing, unchanged: [id] });
			expect(await run('remove', names)).toEqual({ ...nothing, removed: [id] });
			expect(await run('set', [...names, ...members])).toMatchObject({ added: [id] });
		}
	});
});
