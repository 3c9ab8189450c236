import { createRequire } from 'node:module';
import { join } from 'node:path';

import { findVendor } from '../../nodes/GroupManager/vendors';
import { VENDOR_IDS } from '../../simulators';
import type { Ground, Home } from './ground';
import { byId, type Json, type Value } from './json';
import type { Conformance, Profile } from './profile';

/** What the suites for all vendors must know of one. */
export interface TestVendor extends Conformance {
	home: Home;
	ground: Ground;
	/** Parameters with which an operation has something to write, on the simulator's own data. */
	planned: Record<string, Json[]>;
	/** Another kind of group that keeps its members otherwise. */
	elsewhere?: Ground;
}

const load = createRequire(__filename);

/** `test/vendors/<id>/`, a file for each part; without it the tests of a simulated vendor do not start. */
const FOLDERS: ReadonlyMap<string, TestVendor> = new Map(
	VENDOR_IDS.map((id) => {
		const parts = ['home', 'ground', 'profile', 'operations', 'refusals', 'planned'];
		const files = parts.map((part) => load(join(__dirname, '../vendors', id, part)) as Partial<TestVendor>);
		return [id, Object.assign({}, ...files) as TestVendor];
	}),
);

function folderOf(vendor: string): TestVendor {
	const folder = FOLDERS.get(vendor);
	if (!folder) throw new Error(`There is no folder test/vendors/${vendor}`);
	return folder;
}

export const conformanceOf = (vendor: string): Conformance => folderOf(vendor);

export const profileOf = (vendor: string): Profile => folderOf(vendor).profile;

/** The name in a record of the vendor's, or in a body that is sent to it. */
export const nameIn = (vendor: string, record: Json): Value =>
	(profileOf(vendor).nameOf ?? (({ name }) => name))(record);

/** The method by which the vendor takes a change of a group. */
export const changeMethodOf = (vendor: string): string => profileOf(vendor).requests.write(0, {}).split(' ')[0]!;

export const plannedOf = (vendor: string): Record<string, Json[]> => folderOf(vendor).planned;

export const homeOf = (vendor: string): Home => folderOf(vendor).home;

export const groundOf = (vendor: string): Ground => folderOf(vendor).ground;

/** Vendors whose members can be chosen from a list. */
export const LISTING_MEMBERS = VENDOR_IDS.filter((id) => findVendor(id)?.pickMembers);

export const scopeOf = (vendor: string): Json => groundOf(vendor).scope;

export const GROUNDS: readonly Ground[] = VENDOR_IDS.map(groundOf);

/** The same for tests of members, where a vendor keeps them in more than one way. */
export const ELSEWHERE: readonly Ground[] = VENDOR_IDS.map((id) => folderOf(id).elsewhere ?? groundOf(id));

export interface Sample {
	vendor: string;
	operation: string;
	/** `keitaro member.add` */
	line: string;
	/** They are accepted on the simulator's default seed. */
	parameters: Json;
}

/** Per operation of the vendor: parameters that are accepted on its simulator's default seed. */
export function samplesOf(vendor: string): Record<string, Json> {
	const { group, members, newcomer, operations = {} } = homeOf(vendor);
	const { scope, hasDescription } = groundOf(vendor);
	const one = { ...scope, groupId: byId(group.id) };
	const description = hasDescription ? { description: 'D' } : {};
	return {
		'group.create': { ...scope, name: 'New', ...description },
		'group.get': one,
		'group.getAll': { ...scope, returnAll: true },
		'group.update': { ...one, name: 'Better', ...description },
		'group.delete': one,
		'group.deleteMany': { ...scope, groupIds: String(group.id) },
		'group.upsert': { ...scope, name: 'New', ...description },
		'member.getAll': { ...one, returnAll: true },
		'member.add': { ...one, members: newcomer },
		'member.remove': { ...one, members: members[0] },
		'member.set': { ...one, members: `${members[0]}, ${newcomer}` },
		...operations,
	};
}

export const ALL_SAMPLES: readonly Sample[] = VENDOR_IDS.flatMap((vendor) =>
	Object.entries(samplesOf(vendor)).map(([operation, parameters]) => ({
		vendor,
		operation,
		line: `${vendor} ${operation}`,
		parameters,
	})),
);

export const isRead = (operation: string): boolean => /\.(get|getAll)$/.test(operation);
