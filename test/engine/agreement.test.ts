import type { GroupReference } from '../../nodes/GroupManager/engine/contract/input';
import type { Terms } from '../../nodes/GroupManager/engine/contract/vendor';
import { blankInput } from '../../nodes/GroupManager/engine/fields/readInput';
import { contradictions, earlyContradictions, type ItemClaim } from '../../nodes/GroupManager/engine/run/agreement';

const TERMS: Terms = {
	isWhole: true,
	isExclusive: false,
	instead: 'Add',
	wants: ({ members = [] }) => members,
	isCertain: (want) => /^\d+$/.test(want),
};
const WHOLE = TERMS;
const EXCLUSIVE: Terms = { ...TERMS, isWhole: false, isExclusive: true };

const wishes = (...list: Array<[group: string, ...wants: string[]]>): ItemClaim[] =>
	list.map(([groupId, ...wants], item) => ({ item, groupId, wants }));
const refused = (list: ItemClaim[], terms: Terms) =>
	[...contradictions(list, terms)].map(([item, { code, reason }]) => [item, code, reason]);

describe('items that want different things of one group', () => {
	it('are all refused, in one sentence that names them', () => {
		const reason = 'items 0, 2 set one group to different lists: put them into one list, or use Add';
		expect(refused(wishes(['g', 'a'], ['h', 'a'], ['g', 'b']), WHOLE)).toEqual([
			[0, 'invalid_input', reason],
			[2, 'invalid_input', reason],
		]);
		const [[, , said] = []] = refused(wishes(['g', 'a'], ['g', 'b']), { ...WHOLE, instead: 'Grant' });
		expect(said).toMatch(/or use Grant$/);
	});

	it('agree where their lists are the same, whatever the order', () => {
		expect(refused(wishes(['g', 'a', 'b'], ['g', 'b', 'a'], ['h']), WHOLE)).toEqual([]);
	});

	it('contradict each other where one of them wants nobody', () => {
		expect(refused(wishes(['g', 'a'], ['g']), WHOLE)).toHaveLength(2);
	});

	it('agree always where an item is not all that the group shall have', () => {
		expect(refused(wishes(['g', 'a'], ['g', 'b']), { ...WHOLE, isWhole: false })).toEqual([]);
	});

	it('are not all named where they are many', () => {
		const many = wishes(...Array.from({ length: 13 }, (_, index): [string, string] => ['g', `m${index}`]));
		const found = refused(many, WHOLE);
		expect(found).toHaveLength(13);
		expect(found[0]![2]).toContain('items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more set one group');
	});
});

describe('items that want one member in two groups', () => {
	it('are refused where it can be in one only, and the member is named', () => {
		const reason = 'items 0, 1 want 7 in different groups, and it can be in one only: leave it in one item';
		expect(refused(wishes(['g', '6', '7'], ['h', '7', '8'], ['g', '9']), EXCLUSIVE)).toEqual([
			[0, 'invalid_input', reason],
			[1, 'invalid_input', reason],
		]);
	});

	it('agree where it is the same group, or where a member can be in many', () => {
		expect(refused(wishes(['g', '7'], ['g', '7']), EXCLUSIVE)).toEqual([]);
		expect(refused(wishes(['g', '7'], ['h', '7']), WHOLE)).toEqual([]);
	});
});

describe('before any request', () => {
	const BY_NAME: GroupReference = { by: 'name', value: 'Team' };
	const early = (terms: Terms, ...items: Array<[GroupReference, string[]] | undefined>) => [
		...earlyContradictions(
			items.map((entry, item) => entry && { ...blankInput(), item, groupId: entry[0], members: entry[1] }),
			terms,
		).keys(),
	];
	const byId = (value: string): GroupReference => ({ by: 'id', value });

	it('lists of IDs for one group are compared, by its ID or by its name', () => {
		expect(early(WHOLE, [byId('1'), ['7']], [byId('1'), ['8']], [byId('2'), ['8']])).toEqual([0, 1]);
		expect(early(WHOLE, [BY_NAME, ['7']], [BY_NAME, ['8']])).toEqual([0, 1]);
		expect(early(WHOLE, undefined, [byId('1'), ['7']])).toEqual([]);
	});

	it('nothing is known of people who can be named in two ways, nor of a group by name and one by ID', () => {
		expect(early(WHOLE, [byId('1'), ['7']], [byId('1'), ['a@example.com']])).toEqual([]);
		expect(early(WHOLE, [byId('1'), ['7']], [BY_NAME, ['8']])).toEqual([]);
	});

	it('two names may be one group, but two IDs are two', () => {
		expect(early(EXCLUSIVE, [byId('1'), ['7']], [byId('2'), ['7']])).toEqual([0, 1]);
		expect(early(EXCLUSIVE, [BY_NAME, ['7']], [{ by: 'name', value: 'Other' }, ['7']])).toEqual([]);
	});

	it('one number stands for two kinds of groups', () => {
		const item = (index: number, groupType: string, members: string[]) => ({
			...blankInput(),
			item: index,
			groupType,
			groupId: byId('1'),
			members,
		});
		expect(earlyContradictions([item(0, 'offers', ['7']), item(1, 'campaigns', ['8'])], WHOLE).size).toBe(0);
	});
});
