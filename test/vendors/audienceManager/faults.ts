import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';
import type { FaultFacts } from '../../faults/facts';
import { seedTargets, TARGETS, targets, without, withOne, type Meeting, type Side } from '../../faults/matrix/meeting';
import { oneEach, subjectOf, type Subject } from '../../faults/matrix/subject';
import type { Write } from '../../faults/write';
import { byId, countTo } from '../../kit/json';
import { ground } from './ground';

const { groupId, memberId, groups } = ground;
const ID = byId('={{ $json.id }}');
const permissions = '={{ [{ "objectType": "SEGMENT", "objectId": $json.object, "permissions": ["READ"] }] }}';
const names = (count: number): string[] => countTo(count).map((index) => `Group ${index}`);

/** One object for each group. */
const permissionWrite = (isGiven: boolean): Write => ({
	parameters: { groupId: ID, permissions },
	seed: (simulators, count) => {
		const granted = countTo(count).map((index) => (isGiven ? [] : [index + 1]));
		ground.seed(simulators, { names: names(count), objects: count, permissions: granted });
	},
	item: (index) => ({ id: groupId(index), object: index + 1 }),
	isDone: (simulators) => {
		const known = groups(simulators);
		return (index) => `SEGMENT ${index + 1}` in known[index]!.permissions === isGiven;
	},
});

/** Items with one user, or one group's permissions, come into one write. */
function joint(operation: string, parameters: INodeParameters, seed: Subject['seed'], items: IDataObject[]): Subject {
	const line = `audienceManager ${operation}`;
	const changes = oneEach(line, parameters, items);
	return subjectOf({ name: `${line} joined`, line, parameters, seed, items, changes });
}

const oneUserTwice = (): Subject =>
	joint(
		'member.add',
		{ groupId: ID, members: '={{ $json.members }}' },
		(simulators) => ground.seed(simulators, { names: names(2), members: [[0], [3]], people: 4 }),
		[0, 1].map((group) => ({ id: groupId(group), members: memberId(1) })),
	);

const oneGroupTwice = (): Subject =>
	joint(
		'permission.grant',
		{ groupId: ID, permissions },
		(simulators) => ground.seed(simulators, { names: names(2), objects: 3, permissions: [[3], [3]] }),
		[1, 2].map((object) => ({ id: groupId(0), object })),
	);

const meetingOf = (name: string, value: Meeting['value'], sides: [Side, Side]): Meeting => {
	return { name: `audienceManager ${name}`, vendor: 'audienceManager', seed: seedTargets(ground), value, sides };
};

/** Users hold their groups: the same users, each side with a group of its own. */
function oneUser(): Meeting {
	const side = (target: number): Side => ({
		line: 'audienceManager member.add',
		parameters: { groupId: byId(groupId(target)), members: '={{ $json.members }}' },
		items: targets.map((user) => ({ members: memberId(user) })),
		id: memberId,
		apply: withOne(groupId(target)),
	});
	const value: Meeting['value'] = ({ audienceManager }, user) =>
		audienceManager.state.users[user]!.groups.map(String).sort();
	return meetingOf('groups of the same users', value, [side(0), side(1)]);
}

const objectsOf = ({ audienceManager }: Simulators, target: number): string[] =>
	audienceManager.state.groups[target]!.permissions.map(({ objectId }) => String(objectId)).sort();

function granted(): Meeting[] {
	const side = (operation: string, first: number): Side => ({
		line: `audienceManager permission.${operation}`,
		parameters: { groupId: ID, permissions },
		items: targets.map((target) => ({ id: groupId(target), object: first + target + 1 })),
		id: groupId,
		apply: (before, target) => (operation === 'grant' ? withOne : without)(String(first + target + 1))(before),
	});
	return [
		meetingOf('two grants', objectsOf, [side('grant', 0), side('grant', TARGETS)]),
		meetingOf('a grant and a revocation', objectsOf, [side('grant', 0), side('revoke', TARGETS * 2)]),
	];
}

/** Six faults in ten leave a create undone, and a name that may be taken twice is looked for six times. */
const looks = 3.6;

export const faults: FaultFacts = {
	writes: {
		'permission.set': permissionWrite(true),
		'permission.grant': permissionWrite(true),
		'permission.revoke': permissionWrite(false),
	},
	subjects: () => [oneUserTwice(), oneGroupTwice()],
	meetings: () => [oneUser(), ...granted()],
	isServedTogether: (operation) => operation === 'group.deleteMany',
	efforts: { 'member.set': { ownRequests: 3 }, 'group.create': { looks }, 'group.upsert': { looks } },
};
