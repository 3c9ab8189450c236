import type { Change, FieldChange, PermissionView } from '../contract/watch';

interface Compared {
	groupId: string;
	kept: PermissionView;
	now: PermissionView;
	/** Those that are proved to be no longer there; see `grantsOf`. */
	missing: ReadonlySet<string> | undefined;
	note: (change: Change) => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Every permission for an object as a text of its own. */
export const grantsOf = (permissions: PermissionView): Set<string> =>
	new Set([...permissions].flatMap(([object, names]) => [...names].map((name) => grantOf(object, name))));

const grantOf = (object: string, name: string): string => JSON.stringify([object, name]);

/** What a group may do now and could not before, and the other way round. @returns what is to be kept */
export function differenceOfPermissions({ groupId, kept, now, missing, note }: Compared): Map<string, Set<string>> {
	const next = new Map<string, Set<string>>();
	const changes: FieldChange[] = [];
	for (const object of new Set([...kept.keys(), ...now.keys()])) {
		const was = kept.get(object) ?? NOTHING;
		const stay = [...was].filter((name) => !missing?.has(grantOf(object, name)));
		const names = new Set([...stay, ...(now.get(object) ?? NOTHING)]);
		if (names.size > 0) next.set(object, names);
		const [from, to] = [listed(was), listed(names)];
		if (JSON.stringify(from) !== JSON.stringify(to)) changes.push({ field: object, from, to });
	}
	if (changes.length > 0) note({ event: 'permissionChanged', groupId, changes });
	return next;
}

const listed = (names: ReadonlySet<string>): string[] | null => (names.size > 0 ? [...names].sort() : null);
