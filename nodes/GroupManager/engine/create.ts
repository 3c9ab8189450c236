import { Failure, failureOf } from './errors';
import type { JsonObject } from './input';
import { asObject } from './reply';
import type { Task } from './task';

export interface CreateSteps {
	path: string;
	body: (task: Task) => JsonObject;
	/** All groups of the wanted name. `fresh` asks the vendor again. */
	named: (task: Task, name: string, fresh: boolean) => Promise<JsonObject[]>;
	idField: string;
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
		const recover = async (failure: Failure) => {
			const found = await named(task, name, true).catch((error: unknown) => failureOf(error));
			return adoptable(failure, found, before, steps);
		};
		const made = await task.write('POST', path, body, (answer) => asObject(answer, 'a group'), recover);
		const group = task.input.options.dryRun ? { [steps.idField]: task.run.standIn(), ...made } : made;
		await remember(task, group);
		return group;
	});
}

/**
 * The group that the lost create made, undefined where it made none and may be sent again, else why that is not known.
 * @throws Failure `outcome_unknown` where nobody could look
 */
function adoptable(
	failure: Failure,
	found: JsonObject[] | Failure,
	before: Set<string> | undefined,
	{ idOf, refusesDuplicates }: CreateSteps,
): JsonObject | Failure | undefined {
	const unknown = (seen: string): Failure =>
		new Failure('outcome_unknown', `${failure.reason}; ${seen}`, { ...failure.facts, advice: 'Look before you run it again' });
	if (found instanceof Failure) throw unknown(`whether the group is there could not be read afterwards: ${found.reason}`);

	const fresh = before ? found.filter((group) => !before.has(idOf(group))) : found;
	if (fresh.length === 1 && before) return fresh[0];
	// Without that refusal, a request that the vendor is still working on would be doubled.
	if (fresh.length === 0 && (refusesDuplicates || failure.code !== 'timeout')) return undefined;
	if (fresh.length === 0) return unknown('no such group is there yet, but the request may still be under way');
	return unknown(`a group of that name is there (${fresh.map(idOf).join(', ')}), but whether it comes from this request is not known`);
}
