import type { Change, FieldChange, PermissionView } from '../contract/watch';

interface Compared {
	groupId: string;
	kept: PermissionView;
	now: PermissionView;
	/** Objects that are proved to be no longer there. */
	missing: ReadonlySet<string> | undefined;
	note: (change: Change) => void;
}

/** What a group may do now and could not before, and the other way round. @returns what is to be kept */
export function differenceOfPermissions({ groupId, kept, now, missing, note }: Compared): Map<string, string> {
	const next = new Map(now);
	const changes: FieldChange[] = [];
	for (const [field, from] of kept) {
		const to = now.get(field);
		if (to === undefined && !missing?.has(field)) next.set(field, from);
		else if (to !== from) changes.push({ field, from: listed(from), to: listed(to) });
	}
	for (const [field, to] of now) if (!kept.has(field)) changes.push({ field, from: null, to: listed(to) });
	if (changes.length > 0) note({ event: 'permissionChanged', groupId, changes });
	return next;
}

const listed = (names: string | undefined): string[] | null =>
	names === undefined ? null : names.split(',').filter(Boolean);
