import { Failure } from './errors';
import type { JsonObject } from './input';
import { asObject } from './reply';
import type { Task } from './task';

export interface CreateSteps {
	path: string;
	body: (task: Task) => JsonObject;
	/** All groups of the wanted name. `fresh` asks the vendor again. */
	named: (task: Task, name: string, fresh: boolean) => Promise<JsonObject[]>;
	idOf: (group: JsonObject) => string;
	/** Whether what was there before the create is known, since the vendor's whole list is read anyway. */
	knowsBefore: boolean;
	/** Whether a second send is harmless, since the vendor refuses the same name. */
	refusesDuplicates: boolean;
	/** Takes the new group into the shared reads. */
	remember: (task: Task, group: JsonObject) => void | Promise<void>;
}

/**
 * Creates a group, once: where the answer is lost, the vendor's own list tells whether it is there.
 * Creates of the same name take turns, so that none adopts another's group.
 */
export async function createGroup(task: Task, steps: CreateSteps): Promise<JsonObject> {
	const { path, named, idOf, remember } = steps;
	const body = steps.body(task);
	const name = String(body.name);
	return await task.run.batch.inTurn(`create ${path} ${name}`, async () => {
		const before = steps.knowsBefore ? new Set((await named(task, name, false)).map(idOf)) : undefined;
		const recover = async (failure: Failure) => adoptable(failure, await named(task, name, true), before, steps);
		const group = await task.write('POST', path, body, (answer) => asObject(answer, 'a group'), recover);
		await remember(task, group);
		return group;
	});
}

/** The group that the lost create made; undefined where it made none and may be sent again. @throws Failure `outcome_unknown` */
function adoptable(
	failure: Failure,
	found: JsonObject[],
	before: Set<string> | undefined,
	{ idOf, refusesDuplicates }: CreateSteps,
): JsonObject | undefined {
	const fresh = before ? found.filter((group) => !before.has(idOf(group))) : found;
	if (fresh.length === 1 && before) return fresh[0];
	// Without that refusal, a request that the vendor is still working on would be doubled.
	if (fresh.length === 0 && (refusesDuplicates || failure.code !== 'timeout')) return undefined;
	const seen = fresh.length === 0 ? 'no such group is there yet' : `there is a group of that name now (${fresh.map(idOf).join(', ')})`;
	throw new Failure('outcome_unknown', `${failure.reason}; ${seen}, but whether it comes from this request is not known`, {
		...failure.facts,
		advice: 'Look before you run it again',
	});
}
