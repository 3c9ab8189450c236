import type { Input } from '../../nodes/GroupManager/engine/contract/input';
import { blankInput } from '../../nodes/GroupManager/engine/fields/readInput';
import { NameOrder } from '../../nodes/GroupManager/engine/run/nameOrder';

const soon = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

const creating = (name: string): Partial<Input> => ({ body: { name } });
const byName = (value: string, name?: string): Partial<Input> => ({
	groupId: { by: 'name', value },
	body: { ...(name !== undefined && { name }) },
});
const byId = (value: string, name?: string): Partial<Input> => ({
	groupId: { by: 'id', value },
	body: { ...(name !== undefined && { name }) },
});

/** Queues all up, and tells which may begin at once. */
function queued(inputs: Array<Partial<Input>>) {
	const order = NameOrder.of('group', 'update')!;
	const turns = inputs.map((input, item) => order.queue({ ...blankInput(), item, ...input }));
	return { turns, free: () => turns.map(({ ready }) => ready === undefined) };
}

async function isReady(turn: { ready?: Promise<unknown> }): Promise<boolean> {
	let isOver = turn.ready === undefined;
	void turn.ready?.then(() => (isOver = true));
	await soon();
	return isOver;
}

describe('the order of items that take and give names', () => {
	it('is kept by operations that do so', () => {
		for (const operation of ['create', 'update', 'upsert', 'delete'])
			expect(NameOrder.of('group', operation)).toBeDefined();
		for (const operation of ['get', 'getAll', 'deleteMany'])
			expect(NameOrder.of('group', operation)).toBeUndefined();
		expect(NameOrder.of('member', 'update')).toBeUndefined();
	});

	it('lets items with nothing in common act side by side', () => {
		expect(queued([creating('A'), creating('B'), creating('C')]).free()).toEqual([true, true, true]);
		expect(queued([byId('1', 'A'), byId('2', 'B')]).free()).toEqual([true, true]);
		expect(queued([byName('A', 'B'), byName('C', 'D')]).free()).toEqual([true, true]);
	});

	it('makes items wait that take the same name, however it is written', () => {
		expect(queued([creating('Team'), creating(' team '), creating('TEAM')]).free()).toEqual([true, false, false]);
	});

	it('keeps the kinds of a name apart', () => {
		const campaigns = { ...creating('A'), groupType: 'campaigns' };
		expect(queued([campaigns, { ...campaigns, groupType: 'offers' }, campaigns]).free()).toEqual([
			true,
			true,
			false,
		]);
	});

	it('reads the name in JSON as well', () => {
		expect(queued([creating('7'), { body: { json: { name: 7 }, name: '7' } }]).free()).toEqual([true, false]);
	});

	it('makes an item wait for the one that gives its name away, and for all before that', async () => {
		const { turns, free } = queued([byName('A', 'B'), byName('C', 'A'), byName('A', 'D')]);
		expect(free()).toEqual([true, false, false]);
		turns[0]!.end();
		expect(await isReady(turns[1]!)).toBe(true);
		expect(await isReady(turns[2]!)).toBe(false);
		turns[1]!.end();
		expect(await isReady(turns[2]!)).toBe(true);
	});

	it('makes an item by name wait for those by ID, whose groups may have any name', async () => {
		const { turns, free } = queued([byId('1', 'A'), byId('2', 'B'), byName('C', 'D')]);
		expect(free()).toEqual([true, true, false]);
		turns[0]!.end();
		expect(await isReady(turns[2]!)).toBe(false);
		turns[1]!.end();
		expect(await isReady(turns[2]!)).toBe(true);
	});

	it('makes items for one ID wait for each other', () => {
		expect(queued([byId('1', 'A'), byId('1', 'B'), byId('2', 'C')]).free()).toEqual([true, false, true]);
	});

	it('knows no wait once the items before are over', () => {
		const order = NameOrder.of('group', 'create')!;
		order.queue({ ...blankInput(), item: 0, ...creating('A') }).end();
		expect(order.queue({ ...blankInput(), item: 1, ...creating('A') }).ready).toBeUndefined();
	});

	it('names the rivals of an item by ID: those before it that may be about to give a name away', () => {
		const { turns } = queued([byId('1', 'A'), byId('2', 'B'), byId('3', 'C')]);
		expect(turns.map(({ rivals }) => rivals().length)).toEqual([0, 1, 2]);
		turns[0]!.end();
		expect(turns.map(({ rivals }) => rivals().length)).toEqual([0, 0, 1]);
		expect(queued([byName('A', 'B'), byName('C', 'D')]).turns[1]!.rivals()).toEqual([]);
	});
});
