import type { Simulators } from '../../../simulators';
import type { ItemResult } from '../../kit/results';
import { groundOf } from '../../kit/vendors';
import type { Subject } from './subject';

/** What successes show as the vendor's data and is not so. */
export function untrueData(simulators: Simulators, subject: Subject, results: ItemResult[]): string[] {
	// What the first item shows is no longer so after the second.
	if (subject.name.endsWith('update twice')) return [];
	return results.flatMap((result, item) => {
		if (result.code !== undefined) return [];
		if (/group\.(create|update|upsert)$/.test(subject.line)) return untrueGroup(simulators, subject, result);
		if (/permission\.(set|grant)$/.test(subject.line)) return untruePermissions(simulators, subject, result, item);
		return [];
	});
}

/** The group that it shows must be there, with this name. */
function untrueGroup(simulators: Simulators, { vendor }: Subject, { data }: ItemResult): string[] {
	const groups = new Map(
		groundOf(vendor)
			.groups(simulators)
			.map((group) => [group.id, group.name]),
	);
	const shown = (data.group ?? data) as { id?: unknown; groupId?: unknown; name?: unknown };
	const id = String(shown.groupId ?? shown.id);
	if (!groups.has(id)) return [`there is no group ${id}`];
	return shown.name === undefined || shown.name === groups.get(id) ? [] : [`group ${id} is named ${groups.get(id)}`];
}

interface Shown {
	objectType: string;
	objectId: unknown;
}

const keyOf = ({ objectType, objectId }: Shown): string => `${objectType} ${String(objectId)}`;

/** `set` shows all that the group may do now, `grant` at least what the item asked for. */
function untruePermissions(
	{ audienceManager }: Simulators,
	{ line, items }: Subject,
	{ data }: ItemResult,
	item: number,
): string[] {
	const group = audienceManager.state.groups.find(({ groupId }) => String(groupId) === items[item]!.id);
	const there = (group?.permissions ?? []).map(keyOf);
	const shown = ((Array.isArray(data) ? data : data.permissions) as Shown[]).map(keyOf);
	const wanted = `SEGMENT ${String(items[item]!.object)}`;
	const isTrue = shown.includes(wanted) && shown.every((key) => there.includes(key));
	const isWhole = !line.endsWith('set') || shown.length === there.length;
	if (isTrue && isWhole) return [];
	return [`it shows ${shown.join() || 'nothing'} where the group has ${there.join() || 'nothing'}`];
}
