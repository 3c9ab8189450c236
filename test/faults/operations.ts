import type { Simulators } from '../../simulators';
import { groupNames, type Ground } from '../kit/ground';
import { byId, countTo } from '../kit/json';
import { GROUNDS } from '../kit/vendors';
import { factsOf } from './facts';
import type { Write, WriteOperation } from './write';

const ID = byId('={{ $json.id }}');
const NAME = '={{ $json.name }}';
const old = (index: number): string => `Group ${index}`;
const fresh = (index: number): string => `New ${index}`;
/** Members are spread over ten groups, which every item of the group reads. */
const TEN = (index: number): number => index % 10;

const seeding =
	({ seed }: Ground) =>
	(simulators: Simulators, count: number): void =>
		seed(simulators, { names: countTo(count).map(old) });

const hasName = (ground: Ground) => (simulators: Simulators) => {
	const there = new Set(groupNames(ground, simulators));
	return (index: number) => there.has(fresh(index));
};

const isGone = (ground: Ground) => (simulators: Simulators) => {
	const ids = new Set(ground.groups(simulators).map(({ id }) => id));
	return (index: number) => !ids.has(ground.groupId(index));
};

const isMember = (ground: Ground, groupOf: (index: number) => number, wanted: boolean) => (simulators: Simulators) => {
	const members = ground.groups(simulators).map((group) => new Set(group.members));
	return (index: number) => members[groupOf(index)]!.has(ground.memberId(index)) === wanted;
};

/** Names, and who is in which group. */
const uniqueOf = (ground: Ground) => (simulators: Simulators) =>
	ground.groups(simulators).flatMap(({ id, name, members }) => [name, ...members.map((member) => `${id} ${member}`)]);

function groupWrites(ground: Ground): Record<string, Write> {
	const { scope, update, groupId } = ground;
	const named: Write = {
		parameters: { ...scope, name: NAME },
		seed: (simulators) => ground.seed(simulators, { names: [] }),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(ground),
		creates: true,
	};
	const old = { seed: seeding(ground), item: (index: number) => ({ id: groupId(index) }) };
	return {
		'group.create': named,
		'group.update': {
			parameters: { ...scope, ...update, groupId: ID, name: NAME },
			seed: old.seed,
			item: (index) => ({ id: groupId(index), name: fresh(index) }),
			isDone: hasName(ground),
		},
		'group.delete': { ...old, parameters: { ...scope, groupId: ID }, isDone: isGone(ground) },
		'group.deleteMany': { ...old, parameters: { ...scope, groupIds: '={{ $json.id }}' }, isDone: isGone(ground) },
		'group.upsert': named,
	};
}

function memberWrites(ground: Ground): Record<string, Write> {
	const { scope, groupId, memberId } = ground;
	const parameters = { ...scope, groupId: ID, members: '={{ $json.member }}' };
	const write = (groupOf: (index: number) => number, isIn: boolean, groups?: number): Write => ({
		parameters,
		seed: (simulators, count) => {
			const people = countTo(count);
			const names = countTo(groups ?? count).map(old);
			const members = names.map((_, group) => (isIn ? [] : people.filter((one) => groupOf(one) === group)));
			ground.seed(simulators, { names, members, people: count });
		},
		item: (index) => ({ id: groupId(groupOf(index)), member: memberId(index) }),
		isDone: isMember(ground, groupOf, isIn),
	});
	return {
		'member.add': write(TEN, true, 10),
		'member.remove': write(TEN, false, 10),
		'member.set': write((index) => index, true),
	};
}

function writesOf(ground: Ground): WriteOperation[] {
	const { vendor } = ground;
	const own = factsOf(vendor).writes ?? {};
	const all = { ...groupWrites(ground), ...memberWrites(ground), ...own };
	return Object.entries(all).map(([operation, write]) => ({
		line: `${vendor} ${operation}`,
		vendor,
		operation,
		unique: uniqueOf(ground),
		...write,
	}));
}

/** Every write operation of every vendor, one write per item except where vendor or node bring items together. */
export const WRITE_OPERATIONS: readonly WriteOperation[] = GROUNDS.flatMap(writesOf);
