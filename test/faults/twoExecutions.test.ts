import type { Fault } from '../../simulators';
import { countTo } from '../kit/json';
import type { ItemResult } from '../kit/results';
import { MIX, randomFaults } from './faultMix';
import { type Claim, claimed } from './matrix/claims';
import { type Meeting, TARGETS } from './matrix/meeting';
import { MEETINGS } from './matrix/meetings';
import { type Booth, perform, useBooths } from './matrix/booths';

/** `npm run test:faults` takes all seeds, a normal run some; FAULTS_ONLY is a regular expression over their names. */
const SEEDS = process.env.FAULTS === 'full' ? 300 : 15;
const ONLY = new RegExp(process.env.FAULTS_ONLY ?? '');
const RATE = 0.25;
const SETTLED = 5_000;

/** Some of the vendors' bad days end with a write that comes after its answer. */
const WITH_LATE_COMMITS: readonly Fault[] = [
	...MIX,
	{ status: 504, body: 'Gateway Timeout', commit: { after: 500 } },
	{ status: 502, body: 'Bad Gateway', commit: { after: 3_000 } },
	{ reset: 'before', commit: { after: 1_500 } },
];

jest.setTimeout(1_800_000);

const stage = useBooths(6);

interface Run {
	name: string;
	meeting: Meeting;
	seed: number;
}

const RUNS: Run[] = countTo(SEEDS)
	.map((seed) => {
		// 7 leads through all of them in an order that mixes the vendors.
		const meeting = MEETINGS[(seed * 7) % MEETINGS.length]!;
		return { name: `${meeting.name}, seed ${seed}`, meeting, seed };
	})
	.filter(({ name }) => ONLY.test(name));

async function meet(booth: Booth, { name, meeting, seed }: Run): Promise<string[]> {
	const simulator = booth.simulators.of(meeting.vendor);
	simulator.reset();
	meeting.seed(booth.simulators);
	const before = countTo(TARGETS).map((target) => meeting.value(booth.simulators, target));
	const { rules } = randomFaults(RATE, seed, seed % 2 === 0 ? MIX : WITH_LATE_COMMITS);
	for (const rule of rules) simulator.faults.add(rule);
	// They come one after the other in the list, and from its two ends.
	const [one, other] = await Promise.all(
		meeting.sides.map(async ({ line, parameters, items }, side) => {
			const results = await booth.run({ line, parameters, items: side === 0 ? items : [...items].reverse() });
			return side === 0 ? results : results.reverse();
		}),
	);
	await stage.clock.sleep(SETTLED);
	return countTo(TARGETS).flatMap((target) => {
		const results = [one![target]!, other![target]!] as const;
		const value = meeting.value(booth.simulators, target);
		const problem = problemOf(meeting, target, before[target]!, value, results);
		if (problem === undefined) return [];
		const reported = results.map(({ code, data }) => code ?? String(data.action ?? 'success')).join(' and ');
		return [`${name}: ${problem}; reported ${reported}, true is ${JSON.stringify(value)}`];
	});
}

function problemOf(
	meeting: Meeting,
	target: number,
	before: string[],
	value: string[],
	results: readonly ItemResult[],
): string | undefined {
	const claims = results.map((result, side) => claimed(result, meeting.sides[side]!.id(target), false));
	if (meeting.createsOnce && results.filter(hasCreated).length > 1) return 'both say that they created it';
	if (meeting.createsOnce && value.length > 1) return 'it is there twice';
	const possible = outcomes(meeting, target, before, claims);
	return possible.includes(JSON.stringify(value)) ? undefined : `no order explains it: ${possible.join(' or ')}`;
}

const hasCreated = ({ code, data }: ItemResult): boolean =>
	code === undefined && (data.action ?? 'created') === 'created';

/** Everything that may have become of the target by what the two say, in one order or the other. */
function outcomes({ sides }: Meeting, target: number, before: string[], claims: Claim[]): string[] {
	const orders = [[], [0], [1], [0, 1], [1, 0]];
	const agrees = (order: number[]) =>
		claims.every((claim, side) => claim === 'not known' || order.includes(side) === (claim === 'done'));
	const follow = (order: number[]) => order.reduce((value, side) => sides[side]!.apply(value, target), before);
	const ends = orders.filter(agrees).map(follow);
	return [...new Set(ends.map((end) => JSON.stringify(end)))];
}

describe('two executions at once over the same names and members', () => {
	it(`end as one after the other would, in ${RUNS.length} runs with faults`, async () => {
		const problems = await perform(stage, RUNS, meet);
		expect(problems.flat()).toEqual([]);
	});
});
