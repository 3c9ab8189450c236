import { COMMON_SWITCHES, type SwitchTable, type SwitchValues } from '../core/switches';

export const SAMPLE_DIRECTORY_KEY = '00smpl-7f3c1d9e2b8a4056-simulated';
export const MEDIA_TYPE = 'application/vnd.sample-directory+json';
export const VERSION = '2026-01';

export interface Group {
	id: string;
	name: string;
	description: string | null;
	/** User ids. */
	members: string[];
	/** An ISO time. */
	created: string;
}

export interface User {
	id: string;
	login: string;
}

export interface SampleDirectorySeed {
	groups?: Array<Pick<Group, 'id' | 'name'> & Partial<Group>>;
	users?: User[];
}

export const SAMPLE_DIRECTORY_SWITCHES = {
	...COMMON_SWITCHES,
	/** Whether a 429 says by `X-Rate-Limit-Reset`, in seconds since 1970, when to come back. */
	retryAfter: ['date', 'absent'],
	/** The status of an update; with 200 comes the group. */
	update: [204, 200],
	/** Whether the last page holds the last rows, or is an empty one after them. */
	lastPage: ['full', 'empty'],
} as const satisfies SwitchTable;

export type SampleDirectorySwitches = SwitchValues<typeof SAMPLE_DIRECTORY_SWITCHES>;

export const SAMPLE_DIRECTORY_DEFAULT_SEED = {
	groups: [
		{ id: 'g-1', name: 'Everybody', description: 'All of us', members: ['u-1', 'u-2', 'u-3'] },
		{ id: 'g-2', name: 'Field Sales', members: ['u-1', 'u-2'] },
		{ id: 'g-3', name: 'Night Shift' },
	],
	users: ['ada', 'ben', 'cleo', 'dora'].map((login, index) => ({ id: `u-${index + 1}`, login })),
} satisfies Required<SampleDirectorySeed>;

export interface SampleDirectoryState {
	groups: Group[];
	users: User[];
	/** How many groups were ever here; ids and times of new ones are made from it. */
	created: number;
}

const timeOf = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString();

export function createState({ groups = [], users = [] }: SampleDirectorySeed): SampleDirectoryState {
	return {
		groups: groups.map((group, index) => ({
			description: null,
			created: timeOf(index),
			...group,
			members: [...(group.members ?? [])],
		})),
		users: [...users],
		created: groups.length,
	};
}

export function addGroup(state: SampleDirectoryState, profile: Pick<Group, 'name' | 'description'>): Group {
	const group = { ...profile, id: `gn-${state.created}`, created: timeOf(state.created), members: [] };
	state.created += 1;
	state.groups.push(group);
	return group;
}
