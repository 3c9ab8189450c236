import { countTo, useBench, type VendorId } from './bench';
import { DONE_UNSEEN } from './faultMix';
import { WRITE_OPERATIONS } from './operations';

const bench = useBench();
const ITEMS = 8;
const AGAIN = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** Writes that the vendor carried out, as often as it did. */
const done = (vendor: VendorId): string[] =>
	bench.log(vendor).flatMap(({ method, path, rawBody, status }) => (method !== 'GET' && status !== undefined && status < 300 ? [`${method} ${path} ${rawBody}`] : []));

describe.each(WRITE_OPERATIONS)("n8n's Retry On Fail, $line", (operation) => {
	const vendor = operation.line.split(' ')[0] as VendorId;
	// One at a time, so that it is known which item meets the fault.
	const parameters = { ...operation.parameters, options: { concurrency: 1 } };
	const items = countTo(ITEMS).map((index) => operation.item?.(index) ?? {});

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)('with %s sends no write again that is done', async (onError) => {
		operation.seed(bench.simulators, ITEMS);
		// With "continue", n8n runs the node again only when the first item failed.
		const skip = onError === 'stopWorkflow' ? 3 : 0;
		const isWrite = ({ method }: { method: string }) => method !== 'GET';
		bench.fault(vendor, { when: isWrite, skip, times: 3, fault: { status: 500 } });
		const { status, outputs } = await bench.run(operation.line, parameters, { items, onError, ...AGAIN });

		expect(status).toBe('success');
		expect(outputs[0].map(({ json }) => json.success)).toEqual(items.map(() => true));
		const isDone = operation.isDone(bench.simulators);
		expect(countTo(ITEMS).every(isDone)).toBe(true);
		expect(done(vendor)).toEqual([...new Set(done(vendor))]);
	});
});

describe.each(WRITE_OPERATIONS.filter(({ creates }) => creates))("n8n's Retry On Fail, $line whose answers are lost for good", (operation) => {
	const vendor = operation.line.split(' ')[0] as VendorId;

	it.each(DONE_UNSEEN)('makes no second group: %j', async (fault) => {
		operation.seed(bench.simulators, 3);
		// The look-ups after the creates fail as well, so nobody can tell.
		bench.fault(vendor, { method: 'POST', times: 1, fault }, { method: 'GET', skip: vendor === 'reach360' && operation.line.endsWith('create') ? 0 : 1, times: 3, fault: { status: 503 } });
		const items = countTo(3).map((index) => operation.item!(index));
		const { status, error } = await bench.run(operation.line, { ...operation.parameters, options: { concurrency: 1 } }, { items, onError: 'stopWorkflow', ...AGAIN });
		expect(status).toBe('error');
		expect(error!.message).toMatch(/outcome_unknown/);
		expect(bench.log(vendor).filter(({ method }) => method === 'POST').length).toBe(operation.line === 'audienceManager group.upsert' ? 3 : 1);
		const unique = operation.unique(bench.simulators);
		expect(unique).toEqual([...new Set(unique)]);
	});
});
