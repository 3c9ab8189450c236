import { pagesThatSay } from './pages';
import { groupId, startWorld, type VendorId, type World } from './world';

/** A sentence that one page says, and the run that shows it. */
export function docsSay(sentence: string, check: () => Promise<void>): void {
	it(sentence, async () => {
		expect(pagesThatSay(sentence)).toHaveLength(1);
		await check();
	});
}

/** One world for a file of tests, as new before each. */
export function useWorld(keep: (world: World) => void): void {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
		keep(world);
	});
	beforeEach(() => world.reset());
	afterAll(async () => await world.close());
}

export const writesTo = (world: World, vendor: VendorId): string[] =>
	world.requests(vendor).filter((request) => !request.startsWith('GET '));

/** A failure before anything was sent. */
export const BAD_INPUT = { code: 'invalid_input', request: null };

export const READ_563 = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };

export const setPermissions = (permissions: unknown, options = {}) => ({
	resource: 'permission',
	operation: 'set',
	permissions: JSON.stringify(permissions),
	options,
	...groupId('2001'),
});

export const member = (operation: string, members: string, options = {}) => ({
	resource: 'member',
	operation,
	members,
	options,
	...groupId('grp-sales-emea'),
});
