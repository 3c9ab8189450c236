import type { Input } from '../contract/input';
import { shorten } from '../contract/text';

/** How many of a list a sentence names. */
const NAMED = 3;

/**
 * What was attempted, with the group and the people as they were typed: `delete the group "Sales"`.
 * @param attempt of the operation's words
 * @param input undefined where the item's parameters could not be read
 */
export function attemptOf(attempt: string, input?: Input): string {
	return attempt
		.replace('{groups}', () => listed('group', input?.groupIds))
		.replace('{group}', () => groupOf(input))
		.replace('{members}', () => listed('member', input?.members));
}

function groupOf(input: Input | undefined): string {
	const name = input && nameOf(input);
	if (name !== undefined) return `the group "${shorten(name)}"`;
	return input?.groupId?.value ? `the group ${shorten(input.groupId.value)}` : 'the group';
}

/** The name that a group was addressed by, or that a new one is to have. */
function nameOf({ groupId, body }: Input): string | undefined {
	if (groupId) return groupId.by === 'name' ? groupId.value : undefined;
	return body?.name;
}

function listed(noun: string, entries: readonly string[] | undefined): string {
	if (!entries || entries.length === 0) return `the ${noun}s`;
	const named = entries.slice(0, NAMED).map(shorten).join(', ');
	const more = entries.length > NAMED ? ` and ${entries.length - NAMED} more` : '';
	return `the ${noun}${entries.length === 1 ? '' : 's'} ${named}${more}`;
}

/** Every text of the item that a vendor may repeat, so that it can be quoted as it was typed. */
export function typedTexts({ groupId, body, members = [], groupIds = [] }: Input): string[] {
	const { name, description = body?.json?.description } = body ?? {};
	const texts = [groupId?.value, name, description, ...members.slice(0, NAMED), ...groupIds.slice(0, NAMED)];
	return texts.filter((text): text is string => typeof text === 'string' && text !== '');
}
