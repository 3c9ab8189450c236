import { countTo } from '../kit/json';
import { useStage } from '../kit/stage';
import { factsOf, readsBeforeCreate } from './facts';
import { DONE_UNSEEN } from './faultMix';
import { WRITE_OPERATIONS } from './operations';

const stage = useStage({ isLoggedIn: true, random: 0 });
const ITEMS = 8;
const AGAIN = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

const isWrite = ({ method }: { method: string }): boolean => method !== 'GET';

/** Writes that the vendor carried out, as often as it did. */
const done = (vendor: string): string[] =>
	stage
		.log(vendor)
		.flatMap(({ method, path, rawBody, status }) =>
			method !== 'GET' && status !== undefined && status < 300 ? [`${method} ${path} ${rawBody}`] : [],
		);

describe.each(WRITE_OPERATIONS)("n8n's Retry On Fail, $line", (operation) => {
	const { vendor } = operation;
	// One at a time, so that it is known which item meets the fault.
	const parameters = { ...operation.parameters, options: { concurrency: 1 } };
	const items = countTo(ITEMS).map((index) => operation.item(index));

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'with %s sends no write again that is done',
		async (onError) => {
			operation.seed(stage.simulators, ITEMS);
			// With "continue", n8n runs the node again only when the first item failed.
			const skip = onError === 'stopWorkflow' ? 3 : 0;
			stage.fault(vendor, {
				when: isWrite,
				skip,
				times: 3,
				fault: { status: 429, headers: { 'retry-after': '0' } },
			});
			const { status, outputs } = await stage.run(operation.line, parameters, { items, onError, ...AGAIN });

			expect(status).toBe('success');
			expect(outputs[0].map(({ json }) => json.success)).toEqual(items.map(() => true));
			const isDone = operation.isDone(stage.simulators);
			expect(countTo(ITEMS).every(isDone)).toBe(true);
			expect(done(vendor)).toEqual([...new Set(done(vendor))]);
		},
	);
});

describe.each(WRITE_OPERATIONS)("n8n's Retry On Fail, $line", (operation) => {
	const { vendor } = operation;
	// One at a time, so that it is known which item meets the fault.
	const parameters = { ...operation.parameters, options: { concurrency: 1 } };
	const items = countTo(ITEMS).map((index) => operation.item(index));

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'with %s leaves alone what nobody knows to be done or not',
		async (onError) => {
			operation.seed(stage.simulators, ITEMS);
			stage.fault(vendor, { when: isWrite, times: 3, fault: { status: 500 } });
			const { status, error, outputs } = await stage.run(operation.line, parameters, {
				items,
				onError,
				...AGAIN,
			});

			const isServedTogether = factsOf(vendor).isServedTogether?.(operation.operation) === true;
			if (onError === 'stopWorkflow') {
				expect(status).toBe('error');
				expect(error!.message).toContain('outcome_unknown');
			} else {
				const codes = outputs[0].map(({ json }) => (json.error as { code: string } | undefined)?.code);
				expect(codes).toEqual(
					items.map((_, item) => (item === 0 || isServedTogether ? 'outcome_unknown' : undefined)),
				);
			}
			// Three attempts at the first write, and one at each of the others.
			const others = onError === 'stopWorkflow' || isServedTogether ? 0 : ITEMS - 1;
			expect(stage.log(vendor).filter(isWrite)).toHaveLength(3 + others);
		},
	);
});

describe.each(WRITE_OPERATIONS.filter(({ creates }) => creates))(
	"n8n's Retry On Fail, $line whose answers are lost for good",
	(operation) => {
		const { vendor } = operation;

		it.each(DONE_UNSEEN)('makes no second group: %j', async (fault) => {
			operation.seed(stage.simulators, 3);
			// The look-ups after the creates fail as well, so nobody can tell.
			stage.fault(
				vendor,
				{ method: 'POST', times: 1, fault },
				{
					method: 'GET',
					skip: operation.operation === 'group.create' ? readsBeforeCreate(vendor) : 1,
					times: 3,
					fault: { status: 503 },
				},
			);
			const items = countTo(3).map((index) => operation.item(index));
			const { status, error } = await stage.run(
				operation.line,
				{ ...operation.parameters, options: { concurrency: 1 } },
				{ items, onError: 'stopWorkflow', ...AGAIN },
			);
			expect(status).toBe('error');
			expect(error!.message).toMatch(/outcome_unknown/);
			expect(stage.log(vendor).filter(({ method }) => method === 'POST')).toHaveLength(1);
			const unique = operation.unique(stage.simulators);
			expect(unique).toEqual([...new Set(unique)]);
		});
	},
);
