import { membersOf, type Ground } from '../kit/ground';
import { byId, countTo, type Json } from '../kit/json';
import type { Stage } from '../kit/stage';

export const PEOPLE = 6;

/** A vendor's groups and members on a stage, for tests that run over all vendors; both count from 0. */
export const membershipOf = (ground: Ground, stage: Stage) => ({
	...ground,
	group: ground.groupId,
	member: ground.memberId,
	/** Groups with these people. */
	seed: (members: number[][]): void => {
		const names = members.map((_, index) => `Group ${index}`);
		ground.seed(stage.simulators, { names, members, people: PEOPLE });
	},
	/** Indexes of the people who are in the group now. */
	members: (group: number): number[] => {
		const ids = countTo(PEOPLE).map(ground.memberId);
		return membersOf(ground, stage.simulators, group).map((id) => ids.indexOf(id));
	},
	parameters: (group: number): Json => ({ ...ground.scope, groupId: byId(ground.groupId(group)) }),
});
