import { monitorEventLoopDelay } from 'node:perf_hooks';
import { VENDOR_IDS } from '../../../simulators';
import { byId, countTo, type Json } from '../../kit/json';
import { useStage } from '../../kit/stage';
import { homeOf, samplesOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true, isUnwatched: true });

jest.setTimeout(120_000);

const sizeOf = (out: Json[]): number => JSON.stringify(out).length / out.length;

const ITEMS = countTo(2_000).map((index) => ({ index }));
/** A few first: output that grows with their square would take minutes and gigabytes for all. */
const SIZES = [300, ITEMS.length];
const KEEP = { groupId: byId(2001) };
/** @param full whether there is something to take away */
const seed = (full = false) => {
	const indexes = ITEMS.map(({ index }) => index);
	const groups = indexes.map((index) => ({ groupId: index + 3000, name: `Group ${index}` }));
	const objects = indexes.map((index) => ({
		objectType: 'SEGMENT' as const,
		objectId: index + 1,
		name: `S${index}`,
	}));
	const permissions = full
		? objects.map(({ objectType, objectId }) => ({ objectType, objectId, permissions: ['READ', 'WRITE'] }))
		: [];
	stage.simulators.audienceManager.seed({
		groups: [{ groupId: 2001, name: 'G', permissions }, ...groups],
		users: [{ userId: 501, username: 'one', groups: full ? groups.map(({ groupId }) => groupId) : [] }],
		objects,
	});
};
const entry = (permissions: string[]) =>
	`={{ [{ objectType: 'SEGMENT', objectId: $json.index + 1, permissions: ${JSON.stringify(permissions)} }] }}`;
const RUNS: Array<[string, Json]> = [
	['permission.grant', { ...KEEP, permissions: entry(['READ', 'WRITE']) }],
	['permission.revoke', { ...KEEP, permissions: entry(['WRITE']) }],
	['member.add', { groupId: byId('={{ $json.index + 3000 }}'), members: '501' }],
	['member.remove', { groupId: byId('={{ $json.index + 3000 }}'), members: '501' }],
	['group.deleteMany', { groupIds: '={{ $json.index + 3000 }}' }],
];

describe('2,000 items on one target', () => {
	it.each(RUNS)(
		'give output that grows with the items and not with their square (%s)',
		async (operation, parameters) => {
			for (const size of SIZES) {
				seed(/revoke|remove/.test(operation));
				const out = await stage.each(`audienceManager ${operation}`, parameters, ITEMS.slice(0, size));
				expect(sizeOf(out)).toBeLessThan(3_000);
				expect(out.filter(({ success }) => success !== true)).toEqual([]);

				const requests = out.map(({ request }) => request as Json);
				const shared = requests.filter((request) => 'sharedWith' in request);
				expect(requests.filter((request) => 'body' in request).length + shared.length).toBe(size);
				for (const { sharedWith, ...request } of shared) {
					expect(Object.keys(request)).toEqual(['method', 'url', 'headers']);
					expect(requests[sharedWith as number]).toMatchObject({
						...request,
						body: expect.anything() as unknown,
					});
				}
			}
		},
	);
});

describe('2,000 items on one target', () => {
	it('give a grant’s own objects only, as they are after the write', async () => {
		seed();
		const out = await stage.each('audienceManager permission.grant', RUNS[0]![1], ITEMS.slice(0, 20));
		expect(out.map(({ data }) => data as unknown)).toEqual(
			countTo(20).map((index) => ({
				changed: 1,
				permissions: [{ objectType: 'SEGMENT', objectId: index + 1, permissions: ['READ', 'WRITE'] }],
			})),
		);
		expect(out.map(({ request }) => (request as Json).sharedWith as unknown)).toEqual([
			undefined,
			...countTo(19).map(() => 0),
		]);
	});

	it('that fail together stay small too', async () => {
		seed();
		stage.simulators.audienceManager.faults.add({
			method: 'PUT',
			times: Infinity,
			fault: { status: 503, body: { message: 'Down' } },
		});
		const parameters = { ...RUNS[0]![1], options: { maxAttempts: 1 } };
		for (const size of SIZES) {
			const out = await stage.each('audienceManager permission.grant', parameters, ITEMS.slice(0, size));
			expect(sizeOf(out)).toBeLessThan(3_000);
		}
	});
});

describe('2,000 items on one target', () => {
	it('give plans that stay small as well', async () => {
		seed();
		for (const size of SIZES) {
			const parameters = { ...RUNS[0]![1], options: { dryRun: true } };
			const out = await stage.each('audienceManager permission.grant', parameters, ITEMS.slice(0, size));
			expect(sizeOf(out)).toBeLessThan(3_000);
		}
	});
});

/** The longest time in ms for which nothing else got a turn, and the CPU's time: the best of three. */
async function measure(work: () => Promise<unknown>): Promise<{ stretch: number; cpu: number }> {
	const found: Array<{ stretch: number; cpu: number }> = [];
	for (let turn = 0; turn < 3; turn++) {
		const histogram = monitorEventLoopDelay({ resolution: 1 });
		const before = process.cpuUsage();
		histogram.enable();
		await work();
		histogram.disable();
		found.push({ stretch: histogram.max / 1e6, cpu: process.cpuUsage(before).user / 1e3 });
	}
	return {
		stretch: Math.min(...found.map(({ stretch }) => stretch)),
		cpu: Math.min(...found.map(({ cpu }) => cpu)),
	};
}
/** Four times the length: four times the time, sixteen times where each entry is compared with all others. */
async function growsWithItsLength(run: (count: number) => () => Promise<unknown>): Promise<void> {
	await run(500)();
	const [short, long] = [await measure(run(5_000)), await measure(run(20_000))];
	expect(long.cpu / Math.max(short.cpu, 20)).toBeLessThan(10);
	expect(long.stretch / Math.max(short.stretch, 10)).toBeLessThan(12);
}
const CASES = VENDOR_IDS.flatMap((vendor) => [', ', ';', '\n', 'json'].map((separator) => ({ vendor, separator })));

describe('a long list as text', () => {
	it.each(CASES)(
		'is read on $vendor in time that grows with its length ($separator)',
		async ({ vendor, separator }) => {
			const listOf = (count: number) => {
				const pieces = countTo(count).map(homeOf(vendor).stranger);
				return separator === 'json' ? JSON.stringify(pieces) : pieces.join(separator);
			};
			const run = (count: number) => async () => {
				const options = { ignoreMissing: true };
				const parameters = { ...samplesOf(vendor)['member.remove'], members: listOf(count), options };
				const { data } = await stage.one(`${vendor} member.remove`, parameters, { host: 'axios' });
				expect((data as Json).missing).toHaveLength(count);
			};
			await growsWithItsLength(run);
		},
	);
});

describe('a long list as text', () => {
	it('is written on Keitaro in time that grows with its length', async () => {
		const run = (count: number) => async () => {
			stage.simulators.keitaro.seed({
				groups: [{ id: 6, name: 'All', type: 'landings' }],
				landing_pages: countTo(count).map((index) => ({ id: index + 10_000, name: '', group_id: 6 })),
			});
			const members = countTo(count)
				.map((index) => index + 10_000)
				.join();
			for (const operation of ['add', 'set']) {
				const { data } = await stage.one(
					`keitaro member.${operation}`,
					{ groupType: 'landings', groupId: byId(6), members },
					{ host: 'axios' },
				);
				expect((data as Json).unchanged).toHaveLength(count);
			}
		};
		await growsWithItsLength(run);
	});
});
