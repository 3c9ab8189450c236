import { definitionOf, startSimulators, type Simulators } from '../../simulators';
import { send } from '../simulators/client';
import { REQUEST_DEVIATIONS } from './deviations';
import { REPLAYS, type Replay } from './requests';

let simulators: Simulators;

beforeAll(async () => {
	simulators = await startSimulators();
});
afterAll(async () => await simulators.close());

/** Every request meets the default seed. */
async function statusOf({ vendor, line, headers, body }: Replay, switches: object = {}): Promise<number> {
	const simulator = simulators[vendor];
	simulator.reset();
	Object.assign(simulator.switches, switches);
	const [method, path] = line.split(' ');
	const { pathname } = new URL(simulator.baseUrl);
	const target = `${method} ${pathname === '/' ? '' : pathname}${path}`;
	return (await send(simulator.url, target, { body, headers: { ...definitionOf(vendor).headers, ...headers } }))
		.status;
}

const nameOf = ({ vendor, line, body }: Replay): string => [vendor, line, body].filter(Boolean).join(' ');
const deviationOf = (replay: Replay) => REQUEST_DEVIATIONS.find(({ what }) => what === nameOf(replay));

describe('what real clients send', () => {
	test.each(
		REPLAYS.filter((replay) => !deviationOf(replay)).map((replay) => [replay.source, replay.line, replay] as const),
	)('%s: %s is answered as the live service does', async (_source, _line, replay) => {
		expect(await statusOf(replay)).toBe(replay.status);
	});

	test.each(REQUEST_DEVIATIONS.map((deviation) => [deviation.what, deviation] as const))(
		'%s is answered otherwise, for a reason, and as the live service does where a switch says so',
		async (what, { reason, switches }) => {
			const replay = REPLAYS.find((one) => nameOf(one) === what)!;
			expect(reason).not.toBe('');
			expect(await statusOf(replay)).not.toBe(replay.status);
			if (switches) expect(await statusOf(replay, switches)).toBe(replay.status);
		},
	);

	test('deviates in no more requests than before', () => {
		expect(REQUEST_DEVIATIONS.length).toBeLessThanOrEqual(6);
	});
});
