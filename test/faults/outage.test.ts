import { countTo } from '../kit/json';
import { useStage } from '../kit/stage';
import { WRITE_OPERATIONS } from './operations';

const stage = useStage({ isLoggedIn: true, random: 0 });
const ITEMS = 40;

describe.each(WRITE_OPERATIONS)('$line', (operation) => {
	const { vendor } = operation;
	const run = async () => {
		operation.seed(stage.simulators, ITEMS);
		const items = countTo(ITEMS).map((index) => operation.item(index));
		return await stage.results(operation.line, operation.parameters, { items });
	};

	it('ends a total outage with at most 35 extra requests, each item failed and nothing done', async () => {
		stage.fault(vendor, { times: Infinity, fault: { status: 503 } });
		const results = await run();
		expect(results.every(({ code, data }) => code !== undefined || (data.failed as unknown[])?.length > 0)).toBe(
			true,
		);
		expect(stage.log(vendor).length).toBeLessThanOrEqual(ITEMS + 35);
		const isDone = operation.isDone(stage.simulators);
		expect(countTo(ITEMS).filter(isDone)).toEqual([]);
	});

	it('ends one that begins in the middle with at most 35 extra requests, and reports what is true', async () => {
		stage.fault(vendor, { skip: ITEMS / 2, times: Infinity, fault: { reset: 'before' } });
		const results = await run();
		expect(stage.log(vendor).length).toBeLessThanOrEqual(ITEMS * 3 + 35);
		expect(stage.log(vendor).length - ITEMS / 2).toBeLessThanOrEqual(ITEMS + 35);
		const isDone = operation.isDone(stage.simulators);
		results.forEach(({ code, data }, index) => {
			const isFailed = code !== undefined || (data.failed as unknown[])?.length > 0;
			expect(isDone(index)).toBe(!isFailed);
		});
	});
});
