import { COMMON_SWITCHES, type SwitchTable, type SwitchValues } from '../core/switches';

export const KEITARO_KEY = 'ktr0-9fb17c2ed6a84530-simulated';

/** Ids are shared by all types: one table, as its ids show (inferred). */
export interface Group {
	id: number;
	name: string;
	position: number;
	type: GroupType;
}

export const GROUP_TYPES = ['campaigns', 'offers', 'landings', 'domains'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

/** A campaign, offer, landing page or domain: whatever carries a group's id. */
export interface Entity {
	id: number;
	name: string;
	/** The vendor's schemas mix numbers and strings; ungrouped is 0 or null (seen live). */
	group_id: GroupId;
	/** `deleted` is archived: not in the lists. */
	state: EntityState;
}

export type GroupId = number | string | null;

export const ENTITY_STATES = ['active', 'disabled', 'deleted'] as const;
export type EntityState = (typeof ENTITY_STATES)[number];

export const COLLECTIONS = ['campaigns', 'offers', 'landing_pages', 'domains'] as const;
export type Collection = (typeof COLLECTIONS)[number];

/** What is left out is empty; a group gets the next position, an entity is active and ungrouped. */
export type KeitaroSeed = {
	groups?: Array<Omit<Group, 'position'> & { position?: number }>;
} & { [Name in Collection]?: Array<Pick<Entity, 'id' | 'name'> & Partial<Entity>> };

export const KEITARO_SWITCHES = {
	...COMMON_SWITCHES,
	/** The status of a validation error: 406 on older trackers, 422 on newer ones. */
	validation: [406, 422],
	notFoundBody: ['json', 'text'],
	/** Whether groups of domains exist: newer trackers only. */
	domainsType: ['yes', 'no'],
	/** What the key's user may see: trimmed lists are empty with 200, a hidden section answers 403. */
	rights: ['full', 'trimmed', 'no-groups-section'],
	/** An edition without the Admin API answers 402. */
	edition: ['with-api', 'without-api'],
	/** Refuses library names and missing User-Agents, or whoever asks. */
	cloudflare: ['off', 'by-user-agent', 'everybody'],
	/** What members of a deleted group carry: its stale id, or 0. */
	deletedGroupMembers: ['keep', 'reset'],
	/**
	 * How many campaigns one answer holds at most, whatever `limit` asks for: all (limit and offset are honoured),
	 * all whatever is asked (older trackers), or so many. Today's specification pages the list and names no size.
	 */
	campaignPages: ['unlimited', 'ignored', Number],
	/** What a deletion is answered with: the deleted group (documented), or what siblings were seen to answer. */
	deleteAnswer: ['group', 'empty', 204, 'list'],
	/** Whether a create needs a position: one client of 2026 says so. */
	position: ['ignored', 'required'],
	/**
	 * Whether only JSON with its Content-Type is taken, and bodies only where they belong. Live trackers take more, as the
	 * vendor's own samples do: JSON with another Content-Type or none, a form, a body on GET and DELETE.
	 */
	contentType: ['any', 'strict'],
	/** The status of a create whose body is a list: one client's own test expects 500. */
	listBody: [400, 500],
	/**
	 * What a list of groups without a type gives: a refusal (documented as required), every group, or campaigns'
	 * groups.
	 */
	listWithoutType: ['refused', 'all', 'campaigns'],
} as const satisfies SwitchTable;

export type KeitaroSwitches = SwitchValues<typeof KEITARO_SWITCHES>;

export const KEITARO_DEFAULT_SEED = {
	groups: [
		{ id: 1, name: 'US sweepstakes', type: 'campaigns' },
		{ id: 2, name: 'EU search', type: 'campaigns' },
		{ id: 3, name: 'LATAM push', type: 'campaigns' },
		{ id: 4, name: 'Nutra offers', type: 'offers' },
		{ id: 5, name: 'Finance offers', type: 'offers' },
		{ id: 6, name: 'Quiz pages', type: 'landings' },
		{ id: 7, name: 'Pre-landers', type: 'landings' },
		{ id: 8, name: 'Tracking domains', type: 'domains' },
	],
	campaigns: [
		{ id: 101, name: 'US | Summer giveaway | Facebook', group_id: 1 },
		{ id: 102, name: 'US | Gift card | TikTok', group_id: '1' },
		{ id: 103, name: 'DE | Insurance | Google', group_id: 2 },
		{ id: 104, name: 'FR | Solar panels | Google', group_id: 2, state: 'disabled' },
		{ id: 105, name: 'BR | Lottery | Push', group_id: 3 },
		{ id: 106, name: 'Untitled test', group_id: 0 },
		{ id: 107, name: 'US | Spring giveaway (archived)', group_id: 1, state: 'deleted' },
	],
	offers: [
		{ id: 201, name: 'Keto gummies', group_id: 4 },
		{ id: 202, name: 'Green tea drops', group_id: 4 },
		{ id: 203, name: 'Credit card comparison', group_id: 5 },
		{ id: 204, name: 'VPN trial', group_id: null },
	],
	landing_pages: [
		{ id: 301, name: 'Which giveaway are you?', group_id: 6 },
		{ id: 302, name: 'Spin the wheel', group_id: 7 },
		{ id: 303, name: 'Advertorial EN', group_id: 7 },
	],
	domains: [
		{ id: 401, name: 'go.example.com', group_id: 8 },
		{ id: 402, name: 'click.example.net', group_id: 0 },
	],
} satisfies Required<KeitaroSeed>;
