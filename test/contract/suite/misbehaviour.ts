import type { Code } from '../../../nodes/GroupManager/engine/contract/vocabulary';
import type { Fault } from '../../../simulators';
import type { Belongs } from '../../kit/profile';
import type { Line } from '../../kit/requests';
import type { Bench } from '../bench';
import { kindsOfRequest, requestsOf } from '../samples';

interface Case {
	what: string;
	fault: Fault;
	code: Code | 'success';
	/** Left out where any will do. */
	httpStatus?: number | null;
	says?: RegExp;
	/** Whether the operation is given little time. */
	inTime?: true;
}

const STATUSES: Array<[status: number, code: Code]> = [
	[302, 'unexpected_response'],
	[400, 'invalid_input'],
	[401, 'unauthorized'],
	[402, 'forbidden'],
	[403, 'forbidden'],
	[404, 'not_found'],
	[405, 'unexpected_response'],
	[406, 'invalid_input'],
	[408, 'unavailable'],
	[409, 'conflict'],
	[410, 'unexpected_response'],
	[422, 'invalid_input'],
	[429, 'rate_limited'],
	[451, 'unexpected_response'],
	[500, 'unavailable'],
	[501, 'unavailable'],
	[502, 'unavailable'],
	[503, 'unavailable'],
	[504, 'unavailable'],
];

/** For the requests that other operations send as well. */
const FEW = [401, 403, 404, 429, 500];

/** JSON, but not what belongs there. */
function odd(belongs: Belongs): string[] {
	if (belongs === 'nothing') return [];
	if (belongs === 'object') return ['42', 'null', '"text"', 'true', '[]', '[{}]'];
	if (belongs === 'list')
		return ['42', 'null', '"text"', '{}', '[1]', '[null]', '["a"]', '[[]]', '{"list":42}', '{"list":[null]}'];
	const page = (list: unknown, nextUrl: unknown = null) =>
		JSON.stringify({ [belongs.slice('page of '.length)]: list, nextUrl });
	return [
		'42',
		'null',
		'[]',
		'{}',
		page(42),
		page({}),
		page([null]),
		page(['a']),
		page([], 42),
		page([], '/groups'),
		page([], {}),
	];
}

/** What a vendor documents as a refusal; any other answer to a write says nothing of what was done. */
const REFUSALS = [400, 401, 402, 403, 404, 406, 409, 422, 429];

const RETRYABLE = ['rate_limited', 'unavailable', 'timeout'];
/** Failures that are not one id's own, so that an item of many ids fails as a whole. */
const SHARED = ['unauthorized', 'outcome_unknown', ...RETRYABLE];

/** Milliseconds; the faulty answer comes a minute later. More is tried where a busy machine is late with the good answers. */
const TIMEOUTS = [50, 500, 5_000];

/** Every answer that a vendor may give to every request of every operation. */
export function misbehaviour(bench: Bench): void {
	const { refusals } = bench.conformance;
	const { answers, statuses = [], lostCreate, dispensable } = bench.profile;

	/** How an answer is read does not depend on the operation, so that each kind of request meets all of them once. */
	const kinds = kindsOfRequest(bench.conformance).map(({ name, line }) => `${name} ${line}`);

	function casesOf(name: string, line: Line, isFirstOfItsKind: boolean): Case[] {
		const belongs = answers.find(([pattern]) => pattern.test(line))![1];
		const isBare = belongs === 'nothing';
		const isCreate = /^POST \/groups\/? /.test(line);
		// An upsert may use whatever group has the name by now.
		const lostOutcome = name === 'group.upsert' ? 'success' : lostCreate;
		const isRead = line.startsWith('GET ');
		const lost = (code: Code) => (isRead ? code : isCreate ? lostOutcome : 'success');
		/** Not carried out, and not said so. */
		const unsaid = (code: Code): Code => (isRead ? code : 'outcome_unknown');
		/** Where the operation goes on without what it may not read. */
		const unlessDispensable = (one: Case): Case => {
			const isDispensable = dispensable?.line === line && dispensable.operations.includes(name);
			return isDispensable && one.httpStatus === dispensable.status ? { ...one, code: 'success' } : one;
		};
		const codeOf = (status: number, code: Code) =>
			statuses.find((own) => own.status.includes(status) && own.on.test(line))?.code ?? code;
		return [
			...STATUSES.filter(([status]) => isFirstOfItsKind || FEW.includes(status))
				.map(([status, code]): Case => ({
					what: String(status),
					fault: { status },
					code: REFUSALS.includes(status) ? codeOf(status, code) : unsaid(code),
					httpStatus: status,
				}))
				.map(unlessDispensable),
			...refusals
				.filter(({ on }) => isFirstOfItsKind && (on?.test(line) ?? true))
				.map(({ status, body, code, says }): Case => ({
					what: `${status} ${JSON.stringify(body)}`,
					fault: { status, body },
					code: REFUSALS.includes(status) ? code : unsaid(code),
					httpStatus: status,
					...(says ? { says } : {}),
				}))
				.map(unlessDispensable),
			...[500, 502, 503].slice(0, isFirstOfItsKind ? 3 : 1).map((status): Case => ({
				what: `${status} in HTML`,
				fault: { html: status },
				code: unsaid('unavailable'),
				httpStatus: status,
			})),
			{
				what: 'HTML with 200',
				fault: { html: 200 },
				code: unsaid('unexpected_response'),
				httpStatus: 200,
				says: /web page/,
			},
			{
				what: 'empty 200',
				fault: { status: 200 },
				code: isBare || line.startsWith('DELETE ') ? 'success' : unsaid('unexpected_response'),
			},
			{
				what: 'text with 200',
				fault: { status: 200, body: 'OK' },
				code: unsaid('unexpected_response'),
				httpStatus: 200,
			},
			{ what: 'truncated JSON', fault: { truncate: true }, code: lost('unexpected_response') },
			...odd(belongs)
				.slice(0, isFirstOfItsKind ? Infinity : 2)
				.map((body): Case => ({
					what: body,
					fault: { status: 200, body },
					code: unsaid('unexpected_response'),
					httpStatus: 200,
				})),
			{
				what: 'connection broken before',
				fault: { reset: 'before' },
				code: unsaid('unavailable'),
				httpStatus: null,
			},
			{
				what: 'connection broken during the answer',
				fault: { reset: 'during' },
				code: lost('unavailable'),
				httpStatus: null,
			},
			{
				what: 'no answer in time',
				fault: { delay: 60_000 },
				code: lost('timeout'),
				httpStatus: null,
				inTime: true,
			},
		];
	}

	describe('a vendor that misbehaves', () => {
		it.each(requestsOf(bench.conformance))(
			'is understood in $name at $line',
			async ({ name, line, parameters, sends }) => {
				const wanted: Record<string, string> = {};
				const seen: Record<string, string> = {};
				const isWrite = !line.startsWith('GET ');
				for (const { what, fault, code, httpStatus, says, inTime } of casesOf(
					name,
					line,
					kinds.includes(`${name} ${line}`),
				)) {
					const isReported = name === 'group.deleteMany' && code !== 'success' && !SHARED.includes(code);
					const status = (value: unknown) =>
						isReported || httpStatus === undefined || code === 'success' ? '' : ` ${String(value)}`;
					wanted[what] =
						`${isReported ? 'reported ' : ''}${code}${status(httpStatus)}${says && !isReported ? ` ${String(says)}` : ''}`;

					for (const timeout of inTime ? TIMEOUTS : [undefined]) {
						bench.reset();
						bench.simulator.faults.add({ ...bench.only(line), times: Infinity, fault });
						const { data, error, message } = await bench.one(name, {
							...parameters,
							options: timeout ? { timeout } : {},
						});
						if (!error) {
							seen[what] = isReported ? `reported ${data.failed[0]?.code}` : 'success';
						} else {
							seen[what] =
								`${error.code}${status(error.httpStatus)}${says?.test(message) ? ` ${String(says)}` : ''}`;
							if (error.retryable !== RETRYABLE.includes(error.code))
								seen[what] += ` retryable: ${error.retryable}`;
							const isShown = error.request?.url === bench.shown(line).url;
							if ((isWrite || line === sends[0]) && !isShown)
								seen[what] += ` at ${error.request?.method} ${error.request?.url}`;
						}
						if (seen[what] === wanted[what]) break;
					}
				}

				expect(seen).toEqual(wanted);
			},
		);
	});
}
