import { COMMON_SWITCHES, type SwitchTable, type SwitchValues } from '../core/switches';

export const AAM_CLIENT_ID = 'aam-client-5d8e03b7c1f24a69-simulated';
export const AAM_CLIENT_SECRET = 'aam-hush-b04c6f9e7d2185a3-simulated';
/** A ready token of the legacy kind: it never expires and needs no x-api-key. */
export const AAM_ACCESS_TOKEN = 'aam-ready-e29d61f80b5734ac-simulated';
export const AAM_ORGANIZATION_ID = '7A1D94C80E36F25B@SimulatedOrg';

/** The partner: every object of the account carries it. */
export const PID = 1194;

export interface Group {
	groupId: number;
	name: string;
	description: string | null;
	wildcards: string[];
	/** Its deletion is refused with 409. */
	conflict: boolean;
	/** Whether the API user may read and write its permissions. */
	accessible: boolean;
	permissions: Permission[];
}

export interface Permission {
	objectType: ObjectType;
	objectId: number;
	permissions: string[];
}

/** What permissions are about. */
export interface PermissionableObject {
	objectType: ObjectType;
	objectId: number;
	name: string;
	accessible: boolean;
}

export interface User {
	userId: number;
	pid: number;
	username: string;
	status: UserStatus;
	firstName: string;
	lastName: string;
	email: string;
	title: string | null;
	phoneNumber: string | null;
	groups: number[];
	/** Documented as a boolean to send, and as a quoted one to receive. */
	isAdmin: boolean | 'true' | 'false';
}

export const USER_STATUSES = ['ACTIVE', 'INACTIVE', 'LOCKED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/**
 * The names for SEGMENT are documented; those for the other types follow the documented examples (inferred).
 * TAGS and DERIVED_SIGNALS have wildcards only (documented).
 */
export const OBJECT_TYPES = {
	SEGMENT: {
		wildcard: [
			'VIEW_ALL_SEGMENTS',
			'EDIT_ALL_SEGMENTS',
			'CREATE_ALL_SEGMENTS',
			'DELETE_ALL_SEGMENTS',
			'MAP_ALL_SEGMENTS_TO_MODELS',
			'MAP_ALL_TO_DESTINATIONS',
		],
		perObject: ['READ', 'WRITE', 'CREATE', 'DELETE', 'MAP_TO_MODELS', 'MAP_TO_DESTINATION'],
	},
	TRAIT: {
		wildcard: ['VIEW_ALL_TRAITS', 'EDIT_ALL_TRAITS', 'CREATE_ALL_TRAITS', 'DELETE_ALL_TRAITS'],
		perObject: ['READ', 'WRITE', 'CREATE', 'DELETE', 'MAP_TO_MODELS', 'MAP_TO_SEGMENTS'],
	},
	DESTINATION: {
		wildcard: ['VIEW_ALL_DESTINATIONS', 'EDIT_ALL_DESTINATIONS', 'CREATE_DESTINATIONS', 'DELETE_ALL_DESTINATIONS'],
		perObject: ['READ', 'WRITE', 'CREATE', 'DELETE'],
	},
	DERIVED_SIGNALS: { wildcard: ['VIEW_DERIVED_SIGNALS', 'CREATE_DERIVED_SIGNALS'], perObject: [] },
	TAGS: { wildcard: ['VIEW_TAGS', 'CREATE_TAGS'], perObject: [] },
} as const satisfies Record<string, { wildcard: readonly string[]; perObject: readonly string[] }>;

export type ObjectType = keyof typeof OBJECT_TYPES;

/** Collections and fields that are left out are empty; objects and groups are accessible unless said otherwise. */
export interface AudienceManagerSeed {
	groups?: Array<Pick<Group, 'groupId' | 'name'> & Partial<Group>>;
	users?: Array<Pick<User, 'userId' | 'username'> & Partial<User>>;
	objects?: Array<Omit<PermissionableObject, 'accessible'> & { accessible?: boolean }>;
}

export const AUDIENCE_MANAGER_SWITCHES = {
	...COMMON_SWITCHES,
	/** The status of a creation. */
	create: [201, 200],
	/** Whether one group can be read by its id. */
	getById: [404, 200],
	/** The group list as it is, or inside `{total, page, pageSize, list}`. */
	list: ['array', 'wrapper'],
	/** What a bulk deletion has done when it answers 409. */
	bulkDelete: ['all-or-nothing', 'partial'],
	/** How many requests a token from the token endpoint is good for. */
	tokenExpiry: ['long', Number],
	/** Whether the texts of groups and users come back HTML-escaped: the portal's own helper always switches it off. */
	escaping: ['off', 'on'],
	/** Whether `AAM-Disable-Escaping-HTML: true` switches that off. */
	escapingHeader: ['honoured', 'ignored'],
	/** What a PUT of a user does with fields that are not documented, `pid`, `userId` and `isAdmin` among them. */
	extraUserFields: ['taken', 'refused'],
	/** Whether lists take `page` and `pageSize`, and then answer with the wrapper, as other methods are documented to. */
	paging: ['taken', 'refused'],
	/** Whether `/groups`, `/users` and `…/permissions` are known without the documented slash too, as siblings are. */
	slashes: ['documented', 'both'],
	/** Whether x-api-key must come with a token from the token endpoint; when sent it must be right in any case. */
	apiKeyHeader: ['required', 'optional'],
	/** Whether the account of the API is an administrator of the partner. */
	self: ['admin', 'user'],
	/** How the ids of permission objects are written in answers. */
	objectIds: ['number', 'string'],
} as const satisfies SwitchTable;

export type AudienceManagerSwitches = SwitchValues<typeof AUDIENCE_MANAGER_SWITCHES>;

export const AUDIENCE_MANAGER_DEFAULT_SEED = {
	groups: [
		{
			groupId: 2001,
			name: 'Media Buyers',
			description: 'Read segments and map them to destinations',
			permissions: [
				{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ', 'MAP_TO_DESTINATION'] },
				{ objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] },
			],
		},
		{
			groupId: 2002,
			name: 'Data Science',
			description: 'Models and traits',
			wildcards: ['VIEW_ALL_TRAITS'],
			permissions: [{ objectType: 'TRAIT', objectId: 83498, permissions: ['READ', 'WRITE', 'MAP_TO_SEGMENTS'] }],
		},
		{ groupId: 2003, name: 'R&D "Lab" <beta>', description: null },
		{ groupId: 2004, name: 'Partner Admins', description: 'Another team', accessible: false, conflict: true },
	],
	users: [
		{
			userId: 501,
			username: 'ines.duarte',
			firstName: 'Inês',
			lastName: 'Duarte',
			title: 'Media lead',
			phoneNumber: '+351 21 000 0000',
			groups: [2001],
		},
		{ userId: 502, username: 'tom.becker', firstName: 'Tom', lastName: 'Becker', groups: [2001, 2002] },
		{ userId: 503, username: 'aiko.mori', firstName: 'Aiko', lastName: 'Mori', groups: [2002] },
		{ userId: 504, username: 'paul.oka', firstName: 'Paul', lastName: 'Oka', isAdmin: 'true', groups: [2004] },
		{ userId: 505, username: 'clara.vidal', firstName: 'Clara', lastName: 'Vidal', status: 'INACTIVE' },
		{ userId: 506, username: 'ned.archer', firstName: 'Ned', lastName: 'Archer', status: 'LOCKED', groups: [2003] },
	],
	objects: [
		{ objectType: 'SEGMENT', objectId: 563, name: 'Frequent travellers' },
		{ objectType: 'SEGMENT', objectId: 2363, name: 'Cart abandoners' },
		{ objectType: 'TRAIT', objectId: 83498, name: 'Visited pricing page' },
		{ objectType: 'TRAIT', objectId: 83500, name: 'Opened newsletter' },
		{ objectType: 'DESTINATION', objectId: 304, name: 'Display network' },
		{ objectType: 'SEGMENT', objectId: 9001, name: 'Another team’s segment', accessible: false },
	],
} satisfies Required<AudienceManagerSeed>;
