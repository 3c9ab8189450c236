import { groupNames, membersOf, type Ground } from '../../kit/ground';
import { byId } from '../../kit/json';
import { GROUNDS } from '../../kit/vendors';
import { factsOf } from '../facts';
import { seedTargets, TARGETS, targets, without, withOne, type Meeting, type Side } from './meeting';

/** Both want a group of the same new name. */
function named(ground: Ground): Meeting[] {
	const { vendor, scope, hasUniqueNames } = ground;
	const fresh = (target: number) => `New ${target}`;
	const side = (operation: string): Side => ({
		line: `${vendor} group.${operation}`,
		parameters: { ...scope, name: '={{ $json.name }}' },
		items: targets.map((target) => ({ name: fresh(target) })),
		id: fresh,
		// Where a name may be taken twice, `create` makes a group whatever there is.
		apply: (before, target) =>
			operation === 'create' && !hasUniqueNames ? [...before, fresh(target)] : withOne(fresh(target))(before),
	});
	const meeting = (one: string, other: string): Meeting => ({
		name: `${vendor} group.${one} and group.${other}`,
		vendor,
		seed: seedTargets(ground),
		value: (simulators, target) => groupNames(ground, simulators).filter((name) => name === fresh(target)),
		sides: [side(one), side(other)],
		...((hasUniqueNames || one === 'upsert') && { createsOnce: true }),
	});
	const same = [meeting('create', 'create'), meeting('upsert', 'upsert')];
	return hasUniqueNames ? [...same, meeting('create', 'upsert')] : same;
}

/** Both change the same group. */
function existing(ground: Ground): Meeting[] {
	const { vendor, scope, update, groupId } = ground;
	const id = byId('={{ $json.id }}');
	const rename = (word: string): Side => ({
		line: `${vendor} group.update`,
		parameters: { ...scope, ...update, groupId: id, name: '={{ $json.name }}' },
		items: targets.map((target) => ({ id: groupId(target), name: `${word} ${target}` })),
		id: groupId,
		apply: (before, target) => (before.length === 0 ? before : [`${word} ${target}`]),
	});
	const remove: Side = {
		line: `${vendor} group.delete`,
		parameters: { ...scope, groupId: id },
		items: targets.map((target) => ({ id: groupId(target) })),
		id: groupId,
		apply: () => [],
	};
	const meeting = (name: string, sides: [Side, Side]): Meeting => ({
		name: `${vendor} ${name}`,
		vendor,
		seed: seedTargets(ground),
		value: (simulators, target) =>
			ground.groups(simulators).flatMap((group) => (group.id === groupId(target) ? [group.name] : [])),
		sides,
	});
	return [
		meeting('two renames', [rename('One'), rename('Other')]),
		meeting('a rename and a deletion', [rename('One'), remove]),
	];
}

/** Both change the members of the same group. */
function membered(ground: Ground): Meeting[] {
	const { vendor, scope, groupId, memberId } = ground;
	const side = (operation: string, first: number): Side => {
		const id = (target: number) => memberId(first + target);
		return {
			line: `${vendor} member.${operation}`,
			parameters: { ...scope, groupId: byId('={{ $json.id }}'), members: '={{ $json.members }}' },
			items: targets.map((target) => ({ id: groupId(target), members: id(target) })),
			id,
			apply: (before, target) =>
				({ add: withOne(id(target)), remove: without(id(target)), set: () => [id(target)] })[operation]!(
					before,
				),
		};
	};
	const meeting = (name: string, sides: [Side, Side]): Meeting => ({
		name: `${vendor} ${name}`,
		vendor,
		seed: seedTargets(ground),
		value: (simulators, target) => membersOf(ground, simulators, target).toSorted(),
		sides,
	});
	return [
		meeting('members added by both', [side('add', 0), side('add', TARGETS)]),
		meeting('members added and removed', [side('add', 0), side('remove', TARGETS * 2)]),
		meeting('two member lists', [side('set', 0), side('set', TARGETS)]),
	];
}

export const MEETINGS: readonly Meeting[] = [
	...GROUNDS.flatMap(named),
	...GROUNDS.flatMap(existing),
	...GROUNDS.flatMap(membered),
	...GROUNDS.flatMap(({ vendor }) => factsOf(vendor).meetings?.() ?? []),
];
