import type { Simulators } from '../../simulators';
import type { Ground } from '../kit/ground';
import type { Registration } from '../../workbench/n8n/polling';
import type { Json } from '../kit/json';
import { groundOf } from '../kit/vendors';

/** What others do to a vendor between two polls. Groups and people count from 0, as in `Ground`. */
export interface World {
	ground: Ground;
	/** How the end of a group is called. */
	end: 'groupDeleted' | 'groupHidden';
	rename: (simulators: Simulators, group: number, name: string) => void;
	remove: (simulators: Simulators, group: number) => void;
	join: (simulators: Simulators, group: number, person: number) => void;
	leave: (simulators: Simulators, group: number, person: number) => void;
	/** Requests of a poll that finds nothing, for groups alone, and for the members of one group too. */
	floor: { groups: string[]; members: (group: number) => string[] };
}

const drop = <T>(list: T[], isIt: (entry: T) => boolean): void => void list.splice(list.findIndex(isIt), 1);

export const keitaro: World = {
	ground: groundOf('keitaro'),
	end: 'groupHidden',
	rename: ({ keitaro: { state } }, group, name) =>
		void Object.assign(
			state.groups.find(({ id }) => id === group + 1)!,
			{ name },
		),
	remove: ({ keitaro: { state } }, group) => drop(state.groups, ({ id }) => id === group + 1),
	join: ({ keitaro: { state } }, group, person) =>
		void Object.assign(
			state.campaigns.find(({ id }) => id === person + 101)!,
			{ group_id: group + 1 },
		),
	leave: ({ keitaro: { state } }, _, person) =>
		void Object.assign(
			state.campaigns.find(({ id }) => id === person + 101)!,
			{ group_id: 0 },
		),
	floor: {
		groups: ['GET /groups?type=campaigns'],
		members: () => ['GET /campaigns?limit=1000&offset=0', 'GET /groups?type=campaigns'],
	},
};

export const reach360: World = {
	ground: groundOf('reach360'),
	end: 'groupDeleted',
	rename: ({ reach360: { state } }, group, name) =>
		void Object.assign(
			state.groups.find(({ id }) => id === `grp-${group}`)!,
			{ name },
		),
	remove: ({ reach360: { state } }, group) => drop(state.groups, ({ id }) => id === `grp-${group}`),
	join: ({ reach360: { state } }, group, person) =>
		void state.groups.find(({ id }) => id === `grp-${group}`)!.members.push(`usr-${person}`),
	leave: ({ reach360: { state } }, group, person) =>
		drop(state.groups.find(({ id }) => id === `grp-${group}`)!.members, (id) => id === `usr-${person}`),
	floor: {
		groups: ['GET /groups?limit=100'],
		members: (group) => [`GET /groups/grp-${group}/users?limit=100`],
	},
};

export const audienceManager: World = {
	ground: groundOf('audienceManager'),
	end: 'groupDeleted',
	rename: ({ audienceManager: { state } }, group, name) =>
		void Object.assign(
			state.groups.find(({ groupId }) => groupId === group + 2001)!,
			{ name },
		),
	remove: ({ audienceManager: { state } }, group) => drop(state.groups, ({ groupId }) => groupId === group + 2001),
	join: ({ audienceManager: { state } }, group, person) =>
		void state.users.find(({ userId }) => userId === person + 501)!.groups.push(group + 2001),
	leave: ({ audienceManager: { state } }, group, person) =>
		drop(state.users.find(({ userId }) => userId === person + 501)!.groups, (id) => id === group + 2001),
	floor: { groups: ['GET /groups/'], members: () => ['GET /groups/'] },
};

export const WORLDS: readonly World[] = [keitaro, reach360, audienceManager];

/** The trigger's rows of chosen groups. */
export const chosen = ({ groupId }: Ground, ...groups: number[]): Json => ({
	groups: { group: groups.map((group) => ({ groupId: { __rl: true, mode: 'id', value: groupId(group) } })) },
});

let lastNumber = 9_000;

/** Adds a group whose id is higher than all. */
export const create = ({ ground }: World, simulators: Simulators, name: string): void =>
	ground.addGroup(simulators, name, (lastNumber += 1));

export const GROUP_EVENTS = ['groupCreated', 'groupChanged'];
export const MEMBER_EVENTS = ['memberJoined', 'memberLeft'];
export const CAME_INTO_VIEW = [{ field: 'visibility', from: 'hidden', to: 'visible' }];

/** What a poll tells, in short: event, group and member. */
export const toldBy = async ({ poll }: Pick<Registration, 'poll'>): Promise<unknown[]> =>
	((await poll()) ?? []).map(({ json: { event, groupId, memberId } }) => [event, groupId, memberId]);
