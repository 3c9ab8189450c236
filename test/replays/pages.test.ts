import { OffsetPages } from '../../nodes/GroupManager/engine/http/offsetPages';
import { byId, countTo } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const LIST = { groupType: 'campaigns', groupId: byId(1) };
const reads = () => stage.sent('keitaro').filter((line) => line.startsWith('GET /campaigns'));

function seed(count: number, of = 'campaigns'): void {
	const entities = countTo(count).map((index) => ({ id: index + 1_001, name: `Campaign ${index}`, group_id: 1 }));
	stage.simulators.keitaro.seed({
		groups: [
			{ id: 1, name: 'All', type: 'campaigns' },
			{ id: 2, name: 'L', type: 'offers' },
		],
		[of]: entities,
	});
}

describe("Keitaro's campaigns", () => {
	it.each([100, 50, 20, 250, 64])('are all listed where the server caps a page at %i', async (campaignPages) => {
		seed(campaignPages + 50);
		stage.simulators.keitaro.switches.campaignPages = campaignPages;
		expect((await stage.one('keitaro member.getAll', { ...LIST, returnAll: true })).data).toHaveLength(
			campaignPages + 50,
		);
	});

	it('are all taken out by a set, however the server cuts the list', async () => {
		seed(150);
		stage.simulators.keitaro.switches.campaignPages = 100;
		const { data } = await stage.one('keitaro member.set', { ...LIST, members: '1001,1150' });

		expect(data.removed).toHaveLength(148);
		const { campaigns } = stage.simulators.keitaro.state;
		expect(campaigns.filter(({ group_id: groupId }) => groupId === 1).map(({ id }) => id)).toEqual([1001, 1150]);
	});

	it('beyond the first page can be added', async () => {
		seed(150);
		stage.simulators.keitaro.seed({
			groups: [{ id: 1, name: 'All', type: 'campaigns' }],
			campaigns: countTo(150).map((index) => ({ id: index + 1, name: 'C' })),
		});
		stage.simulators.keitaro.switches.campaignPages = 100;

		expect((await stage.one('keitaro member.add', { ...LIST, members: '150' })).data).toMatchObject({
			added: ['150'],
		});
	});
});

describe("Keitaro's campaigns", () => {
	it.each([
		[0, 'unlimited', 1],
		[6, 'unlimited', 1],
		[999, 'unlimited', 1],
		[1_000, 'unlimited', 2],
		[2_500, 'unlimited', 3],
		[6, 'ignored', 1],
		[100, 'ignored', 2],
		[1_000, 'ignored', 2],
		[1_500, 'ignored', 1],
		[150, 100, 2],
		[200, 100, 3],
	] as const)('%i of them, pages %s: cost %i requests', async (count, campaignPages, requests) => {
		seed(count);
		stage.simulators.keitaro.switches.campaignPages = campaignPages;
		const { data } = await stage.one('keitaro member.getAll', { ...LIST, returnAll: true });

		expect(data).toHaveLength(count);
		expect(new Set(data.map(({ id }: { id: number }) => id)).size).toBe(count);
		expect(reads()).toHaveLength(requests);
		expect(reads()[0]).toBe('GET /campaigns?limit=1000&offset=0');
	});

	it('are read again after a write whose answer is lost', async () => {
		seed(12);
		stage.fault('keitaro', { method: 'PUT', path: /campaigns/, fault: { reset: 'after' } });
		const items = [{ id: 1001 }, { id: 1002 }];
		const options = { concurrency: 1, maxAttempts: 1 };
		await stage.each('keitaro member.remove', { ...LIST, members: '={{ $json.id }}', options }, items);
		expect(reads()).toHaveLength(2);
	});
});

describe("Keitaro's campaigns", () => {
	it('alone have pages: other lists get no such question', async () => {
		seed(1_000, 'offers');
		await stage.one('keitaro member.getAll', { groupType: 'offers', groupId: byId(2) });
		expect(stage.sent('keitaro')).toEqual(['GET /groups?type=offers', 'GET /offers']);
	});
});

const readAll = (answers: Array<[rows: number, bringsNew: boolean]>): number => {
	const pages = new OffsetPages(1_000);
	const found = answers.findIndex(([rows, bringsNew]) => {
		pages.take(rows, bringsNew);
		return pages.isComplete;
	});
	return found + 1;
};

describe('a list of unknown length', () => {
	it('ends at an empty page, at one that repeats, and at one shorter than the first', () => {
		expect(
			readAll([
				[100, true],
				[0, false],
			]),
		).toBe(2);
		expect(
			readAll([
				[1_000, true],
				[1_000, false],
			]),
		).toBe(2);
		expect(
			readAll([
				[1_000, true],
				[1_000, true],
				[1, true],
			]),
		).toBe(3);
		expect(
			readAll([
				[100, true],
				[100, true],
				[99, true],
			]),
		).toBe(3);
	});
});

describe('a list of unknown length', () => {
	it('goes on after a page that repeats some rows, from where it is', () => {
		const pages = new OffsetPages(1_000);
		pages.take(100, true);
		expect(pages.next).toBe('?limit=1000&offset=100');
		pages.take(100, true);
		expect([pages.isComplete, pages.next]).toEqual([false, '?limit=1000&offset=200']);
	});
});
