import type { Simulators } from '../../../simulators';
import type { VendorId } from '../../../simulators';
import { byId, byName, type Json } from '../../kit/json';

/** What is known of one group. */
export interface GroupState {
	name: string;
	description: string | null;
	members: string[];
	/** `SEGMENT 1` and its names in order. */
	permissions: Record<string, string[]>;
}

/** A vendor's state, as far as the node can change it: by the groups' ids. */
export type Model = Map<string, GroupState>;

export const NAMES = ['A', 'B', 'C', 'D', 'E'];
const GROUPS = [0, 1, 2];
const PEOPLE = [0, 1, 2, 3];
/** Which people are in the groups at first. */
const MEMBERS = [[0, 1], [2], []];

export interface World {
	vendor: VendorId;
	scope: Json;
	groupId: (index: number) => string;
	/** Every way in which a person may be typed, the id first. */
	spellings: (index: number) => string[];
	/** A name is given once only, and a second time is refused. */
	hasUniqueNames: boolean;
	hasDescription: boolean;
	/** Each member is in one group at most. */
	isExclusive: boolean;
	seed: (simulators: Simulators) => void;
	read: (simulators: Simulators) => Model;
}

const groupState = (name: string, members: string[], more: Partial<GroupState> = {}): GroupState => ({
	name,
	members: members.toSorted(),
	description: null,
	permissions: {},
	...more,
});

const keitaro: World = {
	vendor: 'keitaro',
	scope: { groupType: 'offers' },
	groupId: (index) => String(index + 1),
	spellings: (index) => [String(index + 101)],
	hasUniqueNames: true,
	hasDescription: false,
	isExclusive: true,
	seed: ({ keitaro }) =>
		keitaro.seed({
			groups: GROUPS.map((index) => ({ id: index + 1, name: NAMES[index]!, type: 'offers' })),
			offers: PEOPLE.map((index) => ({
				id: index + 101,
				name: `Offer ${index}`,
				group_id: MEMBERS.findIndex((members) => members.includes(index)) + 1,
			})),
		}),
	read: ({ keitaro: { state } }) =>
		new Map(
			state.groups.map(({ id, name }) => {
				const members = state.offers.filter((offer) => Number(offer.group_id) === id);
				return [
					String(id),
					groupState(
						name,
						members.map((offer) => String(offer.id)),
					),
				];
			}),
		),
};

const reach360: World = {
	vendor: 'reach360',
	scope: {},
	groupId: (index) => `grp-${index}`,
	spellings: (index) => [`usr-${index}`, `person.${index}@example.com`, `Person.${index}@Example.com`],
	hasUniqueNames: true,
	hasDescription: false,
	isExclusive: false,
	seed: ({ reach360 }) =>
		reach360.seed({
			groups: GROUPS.map((index) => ({
				id: `grp-${index}`,
				name: NAMES[index]!,
				members: MEMBERS[index]!.map((one) => `usr-${one}`),
			})),
			users: PEOPLE.map((index) => ({ id: `usr-${index}`, email: `person.${index}@example.com` })),
		}),
	read: ({ reach360: { state } }) =>
		new Map(state.groups.map(({ id, name, members }) => [id, groupState(name, members)])),
};

const audienceManager: World = {
	vendor: 'audienceManager',
	scope: {},
	groupId: (index) => String(index + 2001),
	spellings: (index) => [String(index + 501), `person${index}`, `Person${index}@example.com`],
	hasUniqueNames: false,
	hasDescription: true,
	isExclusive: false,
	seed: ({ audienceManager }) =>
		audienceManager.seed({
			groups: GROUPS.map((index) => ({
				groupId: index + 2001,
				name: NAMES[index]!,
				description: index === 0 ? 'first' : null,
				permissions: index === 0 ? [{ objectType: 'SEGMENT', objectId: 1, permissions: ['READ'] }] : [],
			})),
			users: PEOPLE.map((index) => ({
				userId: index + 501,
				username: `person${index}`,
				groups: GROUPS.filter((group) => MEMBERS[group]!.includes(index)).map((group) => group + 2001),
			})),
			objects: [1, 2].map((objectId) => ({ objectType: 'SEGMENT' as const, objectId, name: '' })),
		}),
	read: ({ audienceManager: { state } }) =>
		new Map(
			state.groups.map(({ groupId, name, description, permissions }) => {
				const members = state.users
					.filter(({ groups }) => groups.includes(groupId))
					.map(({ userId }) => String(userId));
				const entries = permissions.map(
					({ objectType, objectId, permissions: names }) =>
						[`${objectType} ${objectId}`, names.toSorted()] as const,
				);
				return [
					String(groupId),
					groupState(name, members, { description, permissions: Object.fromEntries(entries) }),
				];
			}),
		),
};

export const WORLDS: readonly World[] = [keitaro, reach360, audienceManager];

/** The id behind what a person was typed as; undefined where nobody is. */
export function personOf({ spellings }: World, typed: string): string | undefined {
	const index = PEOPLE.find((one) => spellings(one).some((name) => name.toLowerCase() === typed.toLowerCase()));
	return index === undefined ? undefined : spellings(index)[0];
}

/** How an item names a group: the locator, and the ids that it finds in a state. */
export interface GroupName {
	by: 'id' | 'name';
	text: string;
}

export const locatorOf = ({ by, text }: GroupName): Json => (by === 'id' ? byId(text) : byName(text));

export const idsOf = ({ by, text }: GroupName, model: Model): string[] =>
	[...model].filter(([id, { name }]) => (by === 'id' ? id : name) === text).map(([id]) => id);
