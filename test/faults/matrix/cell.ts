import type { FaultRule, Simulators } from '../../../simulators';
import { countTo } from '../../kit/json';
import type { ItemResult } from '../../kit/results';
import { type Answer, type Carried, TIMEOUT } from './answers';
import { claimed } from './claims';
import type { Booth, Booths } from './booths';
import { groupNames } from '../../kit/ground';
import { groundOf } from '../../kit/vendors';
import { groupIds, stateOf } from './state';
import type { Change, Subject } from './subject';
import { untrueData } from './untrueData';

/** Which requests meet the answer: the first write, every write, or everything from the first write on. */
export type Reach = 'first write' | 'every write' | 'all that follows';

export interface Cell {
	subject: Subject;
	answer: Answer;
	carried: Carried;
	reach: Reach;
}

export const nameOf = ({ subject, answer, carried, reach }: Cell): string => {
	const done =
		typeof carried === 'number' ? `done ${carried} ms later` : { never: 'not done', before: 'done' }[carried];
	return `${subject.name} | ${answer.name} | ${done} | ${reach}`;
};

export interface Finding {
	cell: Cell;
	problem: 'false' | 'twice' | 'lost or changed' | 'retryable' | 'left open' | 'no end';
	reported: string;
	truth: string;
}

/** How long after the run the vendor's state must be what was reported, in ms. */
const SETTLED = 5_000;
/** By then nothing may be open any more, in ms. */
const LET_GO = 200;
const NO_END = 3_600_000;

type Models = Map<string, string>;

/** Runs cells, and knows what the vendor's state is when some of a subject's changes are done and no others. */
export class Inspector {
	private readonly models: Models = new Map();

	constructor(private readonly stage: Booths) {}

	async inspect(booth: Booth, cell: Cell): Promise<Finding[]> {
		const { subject } = cell;
		const { clock } = this.stage;
		const simulator = booth.simulators.of(subject.vendor);
		const seeded = this.begin(booth, subject);
		simulator.faults.add(ruleFor(cell));
		const options = { ...(subject.parameters.options as object | undefined), timeout: TIMEOUT };
		const run = booth.run({
			line: subject.line,
			parameters: { ...subject.parameters, options },
			items: subject.items,
		});
		const results = await Promise.race([run, clock.sleep(NO_END).then(() => undefined)]);
		if (!results) return [{ cell, problem: 'no end', reported: 'nothing', truth: '' }];
		await clock.sleep(LET_GO);
		const open = simulator.openConnections;
		await clock.sleep(SETTLED - LET_GO);
		const findings = await this.judge(booth, cell, results, seeded);
		const reported = describe(results);
		if (open > 0) findings.push({ cell, problem: 'left open', reported, truth: `${open} connections` });
		return findings;
	}

	private begin({ simulators }: Booth, subject: Subject): Set<string> {
		simulators.of(subject.vendor).reset();
		subject.seed(simulators);
		return groupIds(simulators, subject.vendor);
	}

	private async judge(booth: Booth, cell: Cell, results: ItemResult[], seeded: Set<string>): Promise<Finding[]> {
		const { subject } = cell;
		const { simulators } = booth;
		const state = stateOf(simulators, subject.vendor, seeded);
		const isDuplicate = hasDuplicates(simulators, subject);
		const believed = results.map((result) =>
			isBlind(cell, booth) && looksLikeWrongAddress(result) ? UNKNOWN : result,
		);
		const claims = subject.changes.map(({ id, item }) => claimed(believed[item]!, id, isShared(subject, item)));
		const problems = untrueData(simulators, subject, results);
		const open = results.filter(({ code, error }) => code === 'outcome_unknown' && error.retryable !== false);
		// What may be repeated is repeated on the state as it is, before the models need the simulator.
		const after = await this.repeat(booth, subject, results, seeded);

		const masks = countTo(2 ** subject.changes.length);
		const fits: number[] = [];
		for (const mask of masks) if ((await this.model(booth, subject, mask)) === state) fits.push(mask);
		const isClaimed = (mask: number) =>
			claims.every((claim, index) => claim === 'not known' || (claim === 'done') === isIn(mask, index));
		const finding = (problem: Finding['problem'], truth: string): Finding => ({
			cell,
			problem,
			reported: describe(results),
			truth,
		});
		const findings: Finding[] = [];
		if (fits.length === 0) findings.push(finding(isDuplicate ? 'twice' : 'lost or changed', short(state)));
		else if (!fits.some(isClaimed))
			findings.push(finding('false', fits.map((mask) => told(subject, mask)).join(' or ')));
		else if (problems.length > 0) findings.push(finding('false', problems.join(', ')));
		if (open.length > 0) findings.push(finding('retryable', 'nobody knows'));
		if (after !== undefined && fits.length > 0 && !(await this.isExplained(booth, subject, results, fits, after))) {
			findings.push(finding('retryable', `after a repeat: ${short(after)}`));
		}
		return findings;
	}

	/** Runs again what the report calls safe to run again. @returns the state after it, undefined where there is none */
	private async repeat(
		{ simulators, run }: Booth,
		subject: Subject,
		results: ItemResult[],
		seeded: Set<string>,
	): Promise<string | undefined> {
		const items = subject.items.filter((_, index) => isRetryable(results[index]!));
		if (items.length === 0) return undefined;
		simulators.of(subject.vendor).faults.clear();
		await run({ line: subject.line, parameters: subject.parameters, items });
		return stateOf(simulators, subject.vendor, seeded);
	}

	private async isExplained(
		booth: Booth,
		subject: Subject,
		results: ItemResult[],
		fits: number[],
		state: string,
	): Promise<boolean> {
		const bits = subject.changes.map(({ item }, index) => (isRetryable(results[item]!) ? 1 << index : 0));
		const repeated = bits.reduce((mask, bit) => mask | bit, 0);
		for (const mask of fits) if ((await this.model(booth, subject, mask | repeated)) === state) return true;
		// Where two changes have one target, the repeated one came last.
		return subject.name.endsWith('update twice');
	}

	/** The state when only these changes are done, each by a call of its own. */
	private async model(booth: Booth, subject: Subject, mask: number): Promise<string> {
		const key = `${mask} ${subject.name}`;
		const known = this.models.get(key);
		if (known !== undefined) return known;
		const seeded = this.begin(booth, subject);
		for (const { alone } of subject.changes.filter((_, index) => isIn(mask, index))) await perform(booth, alone);
		const state = stateOf(booth.simulators, subject.vendor, seeded);
		this.models.set(key, state);
		return state;
	}
}

async function perform({ run }: Booth, { line, parameters, item }: Change['alone']): Promise<void> {
	const [result] = await run({ line, parameters, items: [item] });
	if (result?.code !== undefined) throw new Error(`${line} fails without a fault: ${result.message}`);
}

function ruleFor({ answer, carried, subject, reach }: Cell): FaultRule {
	const fault = answer.fault(carried, subject.vendor, operationOf(subject))!;
	let hasBegun = false;
	const when: FaultRule['when'] = ({ method }) => {
		hasBegun ||= method !== 'GET';
		return method !== 'GET' || (reach === 'all that follows' && hasBegun);
	};
	return { fault, when, times: reach === 'first write' ? 1 : Infinity };
}

export const operationOf = ({ line }: Subject): string => line.split(' ')[1]!;

const isIn = (mask: number, index: number): boolean => (mask & (1 << index)) > 0;

const isShared = ({ changes }: Subject, item: number): boolean =>
	changes.filter((change) => change.item === item).length > 1;

/** Nothing was ever answered well, so the vendor cannot be told from a server that is none. */
const isBlind = ({ subject, reach }: Cell, { simulators }: Booth): boolean =>
	reach === 'all that follows' && simulators.of(subject.vendor).log[0]?.method !== 'GET';

const UNKNOWN: ItemResult = { code: 'outcome_unknown', message: '', data: {}, error: { retryable: false } };

function looksLikeWrongAddress({ code, data, error }: ItemResult): boolean {
	const failed = Array.isArray(data.failed) ? (data.failed as Array<{ code: string }>) : [];
	const codes = failed.length > 0 ? failed.map((entry) => entry.code) : [code];
	return error.retryable !== true && codes.every((one) => one === 'unexpected_response');
}

const isRetryable = ({ code, error }: ItemResult): boolean =>
	code !== undefined && code !== 'outcome_unknown' && error.retryable === true;

function hasDuplicates(simulators: Simulators, { vendor }: Subject): boolean {
	const names = groupNames(groundOf(vendor), simulators);
	return new Set(names).size < names.length;
}

const describe = (results: ItemResult[]): string =>
	results
		.map(({ code, data, error }) => {
			const failed = Array.isArray(data.failed)
				? (data.failed as Array<{ code: string }>).map((entry) => entry.code)
				: [];
			if (failed.length > 0) return `failed: ${failed.join()}`;
			return code === undefined ? 'success' : `${code}${error.retryable === true ? ' (retryable)' : ''}`;
		})
		.join('; ');

const told = ({ changes }: Subject, mask: number): string =>
	changes.map((_, index) => (isIn(mask, index) ? 'done' : 'not done')).join('; ');

const short = (state: string): string => state.replace(/\s+/g, ' ').slice(0, 400);
