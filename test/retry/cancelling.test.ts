import type { IExecuteFunctions } from 'n8n-workflow';

import { dispatch } from '../../nodes/GroupManager/engine/run/dispatch';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import type { Outcome } from '../../nodes/GroupManager/engine/run/report';
import { N8nHost } from '../../nodes/GroupManager/host';
import { reach360 } from '../../nodes/GroupManager/vendors/reach360';

const CREDENTIAL = { vendor: 'reach360', domain: 'https://vendor.example', apiKey: 'key-of-the-team' };

/** The node's host over a helper that answers as it is told, with n8n's cancel signal. */
async function running(
	answer: (sent: number, cancel: () => void) => Promise<{ statusCode: number; headers: object; body: string }>,
) {
	const controller = new AbortController();
	let sent = 0;
	const context = {
		getCredentials: async () => CREDENTIAL,
		getExecutionCancelSignal: () => controller.signal,
		helpers: { httpRequestWithAuthentication: async () => await answer(++sent, () => controller.abort()) },
	};
	const host = await N8nHost.open(context as unknown as IExecuteFunctions, reach360);
	const items = Array.from(
		{ length: 50 },
		(_, index) => (name: string, fallback: unknown) =>
			(({ groupId: { mode: 'id', value: `g-${index}` }, name: `Name ${index}` }) as Record<string, unknown>)[
				name
			] ?? fallback,
	);
	const job = {
		vendorId: 'reach360',
		vendor: reach360,
		resource: 'group',
		operation: 'update',
		credential: CREDENTIAL,
		credentialVendor: reach360,
		host,
		items,
		stopOnFailure: false,
	};
	return { controller, outcomes: dispatch(job), sent: () => sent };
}

const OK = { statusCode: 204, headers: {}, body: '' };
const codes = (outcomes: Array<Outcome | undefined>) => outcomes.map((outcome) => outcome!.failed?.code ?? 'success');

beforeEach(() => {
	N8nHost.locks = new Locks(20);
});

/** Until the requests are answered and whoever has to is asleep. */
const settle = async (sent: () => number, expected: number) => {
	while (sent() < expected) await new Promise((resolve) => setImmediate(resolve));
	await new Promise((resolve) => setTimeout(resolve, 30));
	expect(sent()).toBe(expected);
};

describe('cancelling the execution', () => {
	it('sends nothing more, and says of the rest that it was canceled', async () => {
		const { outcomes, sent } = await running(async (count, cancel) => {
			if (count === 12) cancel();
			return OK;
		});
		const seen = codes(await outcomes);
		expect(sent()).toBeLessThanOrEqual(16);
		expect(seen.filter((code) => code === 'success')).toHaveLength(sent());
		expect(seen.filter((code) => code === 'cancelled')).toHaveLength(50 - sent());
		expect((await outcomes)[49]!.json).toMatchObject({ message: expect.stringContaining('canceled') });
	});

	it('ends the pause before a retry', async () => {
		const { outcomes, sent, controller } = await running(async () => ({
			statusCode: 500,
			headers: { 'retry-after': '100' },
			body: '',
		}));
		await settle(sent, 5);
		controller.abort();
		const seen = codes(await outcomes);
		// Five were answered in a way that says nothing; the rest was never sent.
		expect(seen.filter((code) => code === 'outcome_unknown')).toHaveLength(5);
		expect(seen.filter((code) => code === 'cancelled')).toHaveLength(45);
		expect(sent()).toBe(5);
	});
});

describe('cancelling the execution', () => {
	it('ends the pause of a throttled pool', async () => {
		const { outcomes, sent, controller } = await running(async () => ({
			statusCode: 429,
			headers: { 'retry-after': '100' },
			body: '',
		}));
		await settle(sent, 1);
		controller.abort();
		expect(new Set(codes(await outcomes))).toEqual(new Set(['cancelled']));
		expect(sent()).toBe(1);
	});
});
