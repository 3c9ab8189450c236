import type { Fault } from '../../../simulators';
import { byId, type Json } from '../../kit/json';
import { callOf, isRead } from '../../kit/requests';
import type { Stage } from '../../kit/stage';
import { changeMethodOf, conformanceOf, groundOf, scopeOf } from '../../kit/vendors';

/** One group named Old, and the requests that are about it and about one named New. */
export function sceneOf(stage: Stage, vendor: string) {
	const { profile } = conformanceOf(vendor);
	const { update: more, hasUniqueNames } = groundOf(vendor);
	const simulator = () => stage.simulators.of(vendor);
	const calls = (lines: string[]) => lines.map(callOf);
	const { requests } = profile;
	const list = callOf(requests.list);
	const one = { ...scopeOf(vendor), groupId: byId(profile.id(0)) };
	const isEmpty = (line: string) => profile.answers.find(([on]) => on.test(line))![1] === 'nothing';
	return {
		seed: () => profile.seed(simulator(), ['Old']),
		names: () => profile.names(simulator()),
		sent: () => stage.calls(vendor),
		run: async (operation: string, parameters: Json) =>
			(await stage.results(`${vendor} ${operation}`, parameters))[0]!,
		all: { ...scopeOf(vendor), returnAll: true },
		update: (options = {}) => ({ ...one, ...more, name: 'New', options }),
		remove: () => one,
		create: (options = {}) => ({ ...scopeOf(vendor), name: 'New', options }),
		methods: { create: 'POST', update: changeMethodOf(vendor), delete: 'DELETE' },
		LIST: list,
		CREATE: calls(requests.create('New')).at(-1)!,
		UPDATE: calls(requests.update(0, 'New')).at(-1)!,
		DELETE: calls(requests.delete(0)).at(-1)!,
		/** What is read after a write to the group that may have been carried out. */
		READ_ONE: calls(requests.get(0))[0]!,
		/** What is read before the group is written to. */
		lookUp: calls(requests.delete(0).filter(isRead)),
		/** What is read before a create: nothing where that would take page after page. */
		before: calls(requests.create('New').filter(isRead)),
		/**
		 * What is read after a create that may have been carried out and does not show: a name that would be taken
		 * twice is looked for again and again.
		 */
		looks: Array<string>(hasUniqueNames ? 1 : 6).fill(list),
		/** A body that is empty cannot be cut. */
		isUncut: (fault: Fault, line: string) => 'truncate' in fault && isEmpty(line),
		hasUniqueNames,
		/** What was there before the create is not known, so a group that is found may be anybody's. */
		isBlind: profile.lostCreate === 'outcome_unknown',
	};
}
