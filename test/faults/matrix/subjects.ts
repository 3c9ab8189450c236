import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';
import type { Ground } from '../../kit/ground';
import { byId, countTo } from '../../kit/json';
import { GROUNDS } from '../../kit/vendors';
import { factsOf } from '../facts';
import { WRITE_OPERATIONS } from '../operations';
import { oneEach, subjectOf, type Change, type Subject } from './subject';

const BESIDE = 3;

/** Every operation over two items; a third group or member is there and must stay as it is. */
const PLAIN: Subject[] = WRITE_OPERATIONS.map(({ line, parameters, seed, item }) => {
	const items = countTo(2).map(item);
	const changes = oneEach(line, parameters, items);
	return subjectOf({ name: line, line, parameters, seed: (simulators) => seed(simulators, BESIDE), items, changes });
});

const ID = byId('={{ $json.id }}');
const MEMBERS = { groupId: ID, members: '={{ $json.members }}' };

const names = (count: number): string[] => countTo(count).map((index) => `Group ${index}`);

const groups =
	({ seed }: Ground) =>
	(simulators: Simulators): void =>
		seed(simulators, { names: names(4) });

/** Group 0 has member 0, group 1 has member 3. */
export const members =
	({ seed }: Ground) =>
	(simulators: Simulators): void =>
		seed(simulators, { names: names(2), members: [[0], [3]], people: 4 });

/** One item that deletes several groups: some may be gone and others not. */
function severalGroups(ground: Ground): Subject {
	const { vendor, scope, groupId } = ground;
	const deletion = (indexes: number[]) => ({ ids: indexes.map(groupId).join() });
	const line = `${vendor} group.deleteMany`;
	const parameters = { ...scope, groupIds: '={{ $json.ids }}' };
	const changes = [0, 1].map((index): Change => ({
		item: 0,
		id: groupId(index),
		alone: { line, parameters, item: deletion([index]) },
	}));
	return subjectOf({
		name: `${line} of two`,
		line,
		parameters,
		seed: groups(ground),
		items: [deletion([0, 1])],
		changes,
	});
}

/** One item that asks for several members. */
function severalMembers(ground: Ground): Subject[] {
	const { vendor, scope, groupId, memberId } = ground;
	const parameters = { ...scope, ...MEMBERS };
	const change = (operation: string, index: number): Change => ({
		item: 0,
		id: memberId(index),
		alone: {
			line: `${vendor} member.${operation}`,
			parameters,
			item: { id: groupId(0), members: memberId(index) },
		},
	});
	const seed = members(ground);
	const items = [{ id: groupId(0), members: [1, 2].map(memberId).join() }];
	const subject = (name: string, operation: string, changes: Change[]): Subject => {
		const line = `${vendor} member.${operation}`;
		return subjectOf({ name: `${line} ${name}`, line, parameters, seed, items, changes });
	};
	const added = [change('add', 1), change('add', 2)];
	return [subject('of two', 'add', added), subject('that replaces', 'set', [...added, change('remove', 0)])];
}

/** Two items in a row with one target: what the later one reports has to last. */
function inARow(ground: Ground): Subject[] {
	const { vendor, scope, update, groupId, memberId } = ground;
	const options = { concurrency: 1 };
	const row = (
		name: string,
		operation: string,
		parameters: INodeParameters,
		seed: Subject['seed'],
		items: IDataObject[],
	): Subject => {
		const line = `${vendor} ${operation}`;
		const changes = oneEach(line, parameters, items);
		return subjectOf({ name: `${line} ${name}`, line, parameters, seed, items, changes });
	};
	const named = { ...scope, name: '={{ $json.name }}', options };
	const renames = ['First', 'Second'].map((name) => ({ id: groupId(0), name }));
	const added = [1, 2].map((index) => ({ id: groupId(0), members: memberId(index) }));
	return [
		row('twice', 'group.update', { ...named, ...update, groupId: ID }, groups(ground), renames),
		row('twice', 'group.upsert', named, groups(ground), [{ name: 'New' }, { name: 'New' }]),
		row('to one group', 'member.add', { ...scope, ...MEMBERS, options }, members(ground), added),
	];
}

export const SUBJECTS: readonly Subject[] = [
	...PLAIN,
	...GROUNDS.flatMap((ground) => [severalGroups(ground), ...severalMembers(ground)]),
	...GROUNDS.flatMap(inARow),
	...GROUNDS.flatMap(({ vendor }) => factsOf(vendor).subjects?.() ?? []),
];
