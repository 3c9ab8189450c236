import { Failure, cancelledBefore, raise } from '../contract/failure';
import type { Input } from '../contract/input';
import { ItemTask } from './task';
import type { FieldOwner } from '../contract/field';
import { ownerOf, type ItemRow, type JointRow, type Row, type Wish } from '../contract/vendor';
import { readInput } from '../fields/readInput';
import { otherAccount } from './account';
import { NotReached, contradictions, earlyContradictions } from './agreement';
import type { Job } from './job';
import { NameOrder } from './nameOrder';
import { pacer } from './pacing';
import type { Report } from './report';
import type { Run } from './run';
import { workOff } from './workOff';

/** The items of one run on their way. */
export class Execution {
	private readonly inputs: Array<Input | undefined> = [];
	private readonly tasks: ItemTask[] = [];
	private readonly order: NameOrder | undefined;
	private readonly owner: FieldOwner;
	private stopped = false;

	constructor(
		private readonly job: Job,
		private readonly run: Run,
		private readonly row: Row,
		private readonly report: Report,
	) {
		this.order = NameOrder.of(job.resource, job.operation);
		this.owner = ownerOf(run.vendor);
	}

	async perform(): Promise<void> {
		const { run, row } = this;
		if (this.job.stopOnFailure) {
			// One bad input ends the run before any request. Else an item is read when its turn comes, while the
			// requests of others are under way.
			await this.checkInputs();
			if (this.report.hasFailure) return;
		}
		run.namesToFind = async () => countNames(await this.allInputs());
		if ('run' in row) await this.oneByOne(row);
		else await this.together(row);
	}

	private async checkInputs(): Promise<void> {
		const inputs = await this.allInputs();
		const { row, report } = this;
		const refused = 'terms' in row && row.terms ? earlyContradictions(inputs, row.terms) : [];
		for (const [item, failure] of refused) report.fail(item, failure, { input: inputs[item] });
		if (report.hasFailure) return;
		for (const item of inputs.keys()) await this.checkAccount(item);
	}

	private async allInputs(): Promise<Array<Input | undefined>> {
		const pause = pacer(this.run.host.clock);
		const inputs: Array<Input | undefined> = [];
		for (const item of this.job.items.keys()) {
			await pause();
			inputs.push(this.inputOf(item));
		}
		return inputs;
	}

	/** @returns whether the item may go on */
	private async checkAccount(item: number): Promise<boolean> {
		if (this.report.has(item)) return false;
		const failure = await otherAccount(this.job.host, this.run.vendor, this.job.credential, item);
		if (failure) this.report.fail(item, failure, { input: this.inputs[item] });
		return !failure;
	}

	/** Undefined for an item that has its outcome, be it for its bad input. */
	private inputOf(item: number): Input | undefined {
		if (this.report.has(item)) return undefined;
		const { items } = this.job;
		try {
			const place = { item, items: items.length };
			return (this.inputs[item] ??= readInput(items[item]!, place, this.owner, this.row));
		} catch (error) {
			this.report.fail(item, error);
			return undefined;
		}
	}

	/** The item with its input, unless it has its outcome already. */
	private async begin(item: number): Promise<ItemTask | undefined> {
		const input = this.inputOf(item);
		if (!input) return undefined;
		const isChecked = this.job.stopOnFailure || (await this.checkAccount(item));
		return isChecked ? (this.tasks[item] = new ItemTask(this.run, input)) : undefined;
	}

	private fail(task: ItemTask, error: unknown): void {
		if (!(error instanceof NotReached)) this.report.fail(task.input.item, error, task);
		this.stopped ||= this.job.stopOnFailure;
	}

	private async oneByOne(row: ItemRow): Promise<void> {
		const done: Array<{ task: ItemTask; data: unknown }> = [];
		const pause = pacer(this.run.host.clock);
		const work = async (item: number): Promise<void> => {
			const input = this.inputOf(item);
			// In the order of the items, so before anything is waited for.
			const turn = input && this.order?.queue(input);
			await pause();
			const task = await this.begin(item);
			try {
				if (!task) return;
				const data = await this.inTurn(turn, async () => await row.run(task));
				this.report.succeed(task, data);
				if (row.lookBack) done.push({ task, data });
			} catch (error) {
				this.fail(task!, error);
			} finally {
				turn?.end();
			}
		};
		const isCancelled = (): boolean => this.run.host.signal?.aborted === true;
		await this.run.workers.run(this.job.items.length, work, () => this.stopped || isCancelled());
		if (isCancelled()) this.cancelRest();
		const findings = done.length === 0 ? [] : await row.lookBack!(done);
		findings.forEach((finding, index) => {
			const { task } = done[index]!;
			if (finding instanceof Failure) this.fail(task, finding);
			else if (finding) this.report.succeed(task, finding.data);
		});
	}

	private cancelRest(): void {
		const failure = cancelledBefore();
		for (const item of this.job.items.keys())
			if (!this.report.has(item)) this.report.fail(item, failure, { input: this.inputs[item] });
	}

	private async inTurn<T>(turn: ReturnType<NameOrder['queue']> | undefined, work: () => Promise<T>): Promise<T> {
		if (!turn) return await work();
		await turn.ready;
		const rivals = turn.rivals();
		try {
			return await work();
		} catch (error) {
			const isTaken = error instanceof Failure && error.code === 'duplicate_name';
			if (rivals.length === 0 || !isTaken) raise(error);
			// In the order of the items the name is free by then, or really taken.
			await Promise.all(rivals);
			return await work();
		}
	}

	/**
	 * Everything is looked up before anything is written, so that items can be weighed against each other and
	 * served together.
	 */
	private async together(row: JointRow): Promise<void> {
		const wishes: Wish[] = [];
		const prepare = async (item: number): Promise<void> => {
			const task = await this.begin(item);
			if (!task) return;
			try {
				wishes[item] = await row.prepare(task);
			} catch (error) {
				this.fail(task, error);
			}
		};
		// No more at once than requests may be: items that share a look-up share its failure.
		await workOff(this.run, [...this.job.items.keys()], prepare, 1);
		if (this.run.host.signal?.aborted) return this.cancelRest();
		const ready = wishes.filter(Boolean);
		for (const isDry of [false, true]) {
			const same = ready.filter(({ task }) => task.isDry === isDry);
			await this.performAll(row, this.withoutContradictions(row, same));
		}
	}

	private withoutContradictions({ terms, claim }: JointRow, wishes: Wish[]): Wish[] {
		if (!terms || !claim) return wishes;
		const claims = wishes.map((wish) => ({ item: itemOf(wish), ...claim(wish) }));
		const refused = contradictions(claims, terms);
		for (const [item, failure] of refused) this.fail(this.tasks[item]!, failure);
		return wishes.filter((wish) => !refused.has(itemOf(wish)));
	}

	private async performAll(row: JointRow, wishes: Wish[]): Promise<void> {
		if (wishes.length === 0 || this.stopped) return;
		const results = await row.perform(wishes).catch((error: unknown) => wishes.map(() => error));
		wishes.forEach((wish, index) => {
			const task = this.tasks[itemOf(wish)]!;
			const result = results[index];
			if (result instanceof Error) this.fail(task, result);
			else this.report.succeed(task, result);
		});
	}
}

const itemOf = ({ task }: Wish): number => task.input.item;

/** How many names the items look up, be it as the group that they are about or as one that may have to be created. */
function countNames(inputs: ReadonlyArray<Input | undefined>): number {
	const names = inputs.flatMap((input) => {
		if (!input) return [];
		const { groupId, body } = input;
		if (groupId) return groupId.by === 'name' ? [groupId.value] : [];
		return body?.name === undefined || body.json ? [] : [body.name];
	});
	return new Set(names).size;
}
