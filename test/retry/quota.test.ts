import fc from 'fast-check';

import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { Pool } from '../../nodes/GroupManager/engine/http/pool';
import { Sender, type SendRules, type WriteRules } from '../../nodes/GroupManager/engine/http/sender';
import { VirtualClock } from '../kit/virtualClock';
import { FakeHost, reply, type VendorId } from '../kit/fakeHost';

const DOWN = new Failure('unavailable', 'no', { kind: 'transient', httpStatus: 503 });
const names = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ groupType: 'campaigns', name: `Group ${index}`, options: {} }));

describe('an outage', () => {
	it('ends in at most 35 extra requests, whatever the method, the look-ups, the attempts and the concurrency', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom('GET', 'PUT', 'DELETE', 'POST'), { minLength: 1, maxLength: 150 }),
				fc.integer({ min: 1, max: 20 }),
				fc.integer({ min: 1, max: 10 }),
				async (methods, concurrency, maxAttempts) => {
					const clock = new VirtualClock();
					const sender = new Sender(new Pool(concurrency, clock), clock);
					let sent = 0;
					const attempt = async () => {
						sent += 1;
						throw DOWN;
					};
					const rules: SendRules = { method: 'GET', maxAttempts, maxRetryWait: 120_000 };
					const look: WriteRules['look'] = async (_, charge) => {
						if (!charge()) return { unclear: 'nobody knows' };
						await sender.send(attempt, rules);
						return 'absent';
					};
					const writes = (method: string): WriteRules => ({
						isRepeatable: method !== 'POST',
						look,
						onDoubt: () => undefined,
						isAddressKnown: () => false,
					});
					const rulesFor = (method: string): SendRules => ({
						...rules,
						method,
						...(method !== 'GET' && { write: writes(method) }),
					});
					await Promise.allSettled(
						methods.map(async (method) => await sender.send(attempt, rulesFor(method))),
					);
					expect(sent - methods.length).toBeLessThanOrEqual(35);
				},
			),
			{ numRuns: 60 },
		);
	});
});

describe('an outage', () => {
	it.each<VendorId>(['keitaro', 'reach360', 'audienceManager'])(
		'costs a run of 300 creates on %s at most 35 requests more than its items',
		async (vendor) => {
			// The list before the first create still came.
			const host = new FakeHost(({ method }, index) =>
				index === 0 && method === 'GET' ? reply(200, []) : reply(503),
			);
			const outcomes = await host.run(`${vendor} group.create`, names(300));
			expect(
				outcomes.every((outcome) => ['unavailable', 'outcome_unknown'].includes(outcome!.failed!.code)),
			).toBe(true);
			expect(host.sent.length).toBeLessThanOrEqual(300 + 1 + 35);
		},
	);

	it('in the middle of a run leaves the rest its single requests, and what comes back refills the quota', async () => {
		const isDown = (index: number) => index >= 100 && index < 200;
		const host = new FakeHost((_, index) => (isDown(index) ? reply(502) : reply(204)));
		const items = Array.from({ length: 600 }, (_, index) => ({
			groupId: { mode: 'id', value: `g-${index}` },
			name: `Name ${index}`,
		}));
		const outcomes = await host.run('reach360 group.update', items);
		const failed = outcomes.filter((outcome) => outcome!.failed).length;
		// Of 100 requests in vain at least 65 were an item's only one.
		expect(failed).toBeGreaterThanOrEqual(65);
		expect(failed).toBeLessThanOrEqual(100);
		expect(outcomes.slice(-300).every((outcome) => !outcome!.failed)).toBe(true);
		expect(host.sent.length).toBe(600 + (100 - failed));
	});
});

describe('a quota of 500 tokens', () => {
	it.each([
		['keitaro', 200, 0.1],
		['reach360', 200, 0.1],
		// Six looks at each lost create cost as much as six retries.
		['audienceManager', 201, 0.02],
	] as const)(
		'is enough for 1,000 creates, looks included: %s answers %i, or 500 to this share of them: %d',
		async (vendor, status, share) => {
			const groups: Array<Record<string, unknown>> = [];
			// A linear congruential generator: the same dice in every run.
			let dice = 1;
			const roll = () => (dice = (dice * 48_271) % 2_147_483_647) / 2_147_483_647;
			const list = () => (vendor === 'reach360' ? { groups, nextUrl: null } : groups);
			const host = new FakeHost(({ method, path, body }) => {
				const wanted = new URL(path, 'https://x').searchParams.get('name');
				if (method === 'GET')
					return reply(
						200,
						wanted === null
							? list()
							: { groups: groups.filter(({ name }) => name === wanted), nextUrl: null },
					);
				if (roll() < share) return reply(500);
				const group = { ...(body as object), id: groups.length + 1, groupId: groups.length + 1 };
				groups.push(group);
				return reply(status, group);
			});
			const outcomes = await host.run(`${vendor} group.create`, names(1_000));
			const failures = outcomes.flatMap((outcome) => (outcome!.failed ? [outcome!.failed] : []));
			// An item whose attempts are used up is one of 1,000 at most; with the quota used up it would have fewer.
			expect(failures.every(({ facts }) => facts.tried?.attempts === 3)).toBe(true);
			expect(failures.length).toBeLessThanOrEqual(5);
			expect(groups).toHaveLength(1_000 - failures.length);
		},
	);
});
