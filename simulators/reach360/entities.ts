import { COMMON_SWITCHES, type SwitchTable, type SwitchValues } from '../core/switches';

export const REACH360_KEY = 'rch360-4ce07d18b2f9635a-simulated';

export const DEFAULT_API_VERSION = '2023-04-04';

/** The read-only group of all users; its id is the word itself. */
export const EVERYONE = 'everyone';

export interface Group {
	/** Opaque: any text at all, as far as a client knows. */
	id: string;
	name: string;
	readOnly: boolean;
	/** User ids; the group Everyone has every user and keeps no list. */
	members: string[];
	reporters: string[];
	managers: string[];
}

export interface User {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
	role: 'admin' | 'manager' | 'learner';
	lastActiveAt: string | null;
	/** Whether the person has a seat of Articulate 360 as well. */
	articulate360User: boolean;
}

/** Collections and lists that are left out are empty; only Everyone is read-only unless said otherwise. */
export interface Reach360Seed {
	groups?: Array<Pick<Group, 'id' | 'name'> & Partial<Group>>;
	users?: Array<Pick<User, 'id' | 'email'> & Partial<User>>;
}

export const REACH360_SWITCHES = {
	...COMMON_SWITCHES,
	/** The status of a creation. */
	create: [201, 200],
	/** The status of an update; with 200 comes the group. */
	update: [204, 200],
	/** `{errors: [{code, message}]}` or `{error: {code, message}}`. */
	errorBody: ['array', 'object'],
	/** The status of `duplicate_name`. */
	duplicateName: [409, 400, 422],
	/** Whether the last page holds the last rows, or is an empty one after them. */
	lastPage: ['full', 'empty'],
	/** All four URL fields, or membersUrl and url only. */
	urlFields: ['all', 'old-two'],
	/** Whether a user has the documented newer fields: learnerReportUrl, favoritesUrl and articulate360User. */
	userFields: ['all', 'old'],
	/** Where the next page is said to be; a duplicate page repeats the first page's rows as the second. */
	nextUrl: ['same-origin', 'foreign-origin', 'repeated-cursor', 'duplicate-page'],
	/** What `?name=` finds. */
	nameFilter: ['exact', 'prefix-insensitive'],
} as const satisfies SwitchTable;

export type Reach360Switches = SwitchValues<typeof REACH360_SWITCHES>;

export const REACH360_DEFAULT_SEED = {
	groups: [
		{ id: EVERYONE, name: 'Everyone' },
		{
			id: 'grp-sales-emea',
			name: 'Sales EMEA',
			members: ['usr-anna', 'usr-jonas', 'usr-lucia'],
			reporters: ['usr-mei'],
			managers: ['usr-anna'],
		},
		{ id: 'grp-onboarding', name: 'Onboarding 2026', members: ['usr-omar', 'usr-zofia'], reporters: ['usr-mei'] },
		{ id: 'grp-support', name: 'Customer Support', members: ['usr-lucia', 'usr-peter'], managers: ['usr-peter'] },
		{ id: 'grp-compliance', name: 'Compliance' },
	],
	users: [
		{ id: 'usr-anna', email: 'anna.berg@example.com', firstName: 'Anna', lastName: 'Berg', role: 'manager' },
		{ id: 'usr-jonas', email: 'jonas.keller@example.com', firstName: 'Jonas', lastName: 'Keller' },
		{ id: 'usr-lucia', email: 'lucia.romero@example.com', firstName: 'Lucía', lastName: 'Romero' },
		{ id: 'usr-mei', email: 'mei.tan@example.com', firstName: 'Mei', lastName: 'Tan', role: 'admin' },
		{ id: 'usr-omar', email: 'omar.haddad@example.com', firstName: 'Omar', lastName: 'Haddad', lastActiveAt: null },
		{ id: 'usr-peter', email: 'peter.novak@example.com', firstName: 'Peter', lastName: 'Novák', role: 'manager' },
		{ id: 'usr-sara', email: 'sara.lind@example.com', firstName: 'Sara', lastName: 'Lind' },
		{ id: 'usr-zofia', email: 'zofia.nowak@example.com', firstName: 'Zofia', lastName: 'Nowak' },
	],
} satisfies Required<Reach360Seed>;
