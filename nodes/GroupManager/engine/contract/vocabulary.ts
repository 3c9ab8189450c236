/** The words that people's workflows store, with the labels that n8n shows for them. Nothing here knows a vendor. */

export interface OperationWords {
	/** Shown in the operation menu. */
	label: string;
	/** n8n's "action": shown in the node panel and given to agents. */
	action: string;
	/** The same on the canvas, behind the vendor. */
	short: string;
	/** Completes "Could not …" in a message; `{group}`, `{groups}` and `{members}` stand for what was typed. */
	attempt: string;
	description: string;
	/** Nothing brings back what it takes away. */
	isFinal?: true;
}

export interface ResourceWords {
	label: string;
	operations: Record<string, OperationWords>;
}

export const RESOURCES = {
	group: {
		label: 'Group',
		operations: {
			create: {
				label: 'Create',
				action: 'Create a group',
				short: 'create group',
				attempt: 'create {group}',
				description: 'Create a group',
			},
			delete: {
				label: 'Delete',
				action: 'Delete a group',
				short: 'delete group',
				attempt: 'delete {group}',
				description: 'Delete a group permanently',
				isFinal: true,
			},
			deleteMany: {
				label: 'Delete Many',
				action: 'Delete many groups',
				short: 'delete many groups',
				attempt: 'delete {groups}',
				description: 'Delete several groups by ID and report on each',
				isFinal: true,
			},
			get: {
				label: 'Get',
				action: 'Get a group',
				short: 'get group',
				attempt: 'get {group}',
				description: 'Retrieve a group',
			},
			getAll: {
				label: 'Get Many',
				action: 'Get many groups',
				short: 'get many groups',
				attempt: 'list the groups',
				description: 'Retrieve a list of groups',
			},
			update: {
				label: 'Update',
				action: 'Update a group',
				short: 'update group',
				attempt: 'update {group}',
				description: 'Change a group',
			},
			upsert: {
				label: 'Create or Update',
				action: 'Create or update a group',
				short: 'create or update group',
				attempt: 'create or update {group}',
				description: 'Create a group, or update the one that already has this name (upsert)',
			},
		},
	},
	member: {
		label: 'Member',
		operations: {
			add: {
				label: 'Add',
				action: 'Add members to a group',
				short: 'add members',
				attempt: 'add {members} to {group}',
				description: 'Put members into a group',
			},
			getAll: {
				label: 'Get Many',
				action: 'Get many members of a group',
				short: 'get many members',
				attempt: 'list the members of {group}',
				description: 'Retrieve the members of a group',
			},
			remove: {
				label: 'Remove',
				action: 'Remove members from a group',
				short: 'remove members',
				attempt: 'remove {members} from {group}',
				description: 'Take members out of a group',
			},
			set: {
				label: 'Set',
				action: 'Set the members of a group',
				short: 'set members',
				attempt: 'set the members of {group}',
				description: 'Make the members of a group equal to a list',
			},
		},
	},
	permission: {
		label: 'Permission',
		operations: {
			getAll: {
				label: 'Get Many',
				action: 'Get many permissions of a group',
				short: 'get many permissions',
				attempt: 'list the permissions of {group}',
				description: 'Retrieve the object permissions of a group',
			},
			grant: {
				label: 'Grant',
				action: 'Grant permissions to a group',
				short: 'grant permission',
				attempt: 'grant permissions to {group}',
				description: 'Add permissions and keep all others',
			},
			revoke: {
				label: 'Revoke',
				action: 'Revoke permissions from a group',
				short: 'revoke permission',
				attempt: 'revoke permissions from {group}',
				description: 'Take permissions away and keep all others',
			},
			set: {
				label: 'Set',
				action: 'Set the permissions of a group',
				short: 'set permissions',
				attempt: 'set the permissions of {group}',
				description: 'Make the permissions of a group equal to a list',
			},
		},
	},
} as const satisfies Record<string, ResourceWords>;

export type Resource = keyof typeof RESOURCES;
export type OperationName<R extends Resource = Resource> = R extends Resource
	? keyof (typeof RESOURCES)[R]['operations'] & string
	: never;

/** The closed list of failure codes. */
export type Code =
	| 'invalid_input'
	| 'credential_mismatch'
	| 'unauthorized'
	| 'forbidden'
	| 'not_found'
	| 'ambiguous_name'
	| 'duplicate_name'
	| 'read_only_group'
	| 'conflict'
	| 'invalid_permission'
	| 'rate_limited'
	| 'unavailable'
	| 'timeout'
	| 'cancelled'
	| 'unsupported'
	| 'outcome_unknown'
	| 'unexpected_response';

/**
 * The words of an operation, or undefined for a pair that no vendor knows (n8n's own "Custom API Call", a hand-made
 * file).
 */
export function wordsOf(resource: string, operation: string): OperationWords | undefined {
	const resources: Record<string, ResourceWords> = RESOURCES;
	if (!Object.hasOwn(resources, resource)) return undefined;
	const { operations } = resources[resource]!;
	return Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}
