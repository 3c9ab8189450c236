/** Answers a request. @param path from the base URL on @param body JSON @returns JSON, undefined for no body */
export type StandIn = (method: string, path: string, body: string) => string | undefined;

// What the stand-ins remember lies in buffers, outside the heap that is measured.

/** A JSON array that grows. */
class StoredList {
	private readonly bytes: Buffer;
	private used = 0;

	constructor(capacity: number) {
		this.bytes = Buffer.alloc(capacity);
	}

	add(json: string): string {
		this.used += this.bytes.write(this.used === 0 ? json : `,${json}`, this.used);
		return json;
	}

	toString(): string {
		return `[${this.bytes.toString('utf8', 0, this.used)}]`;
	}
}

/** Knows every group by its permissions: none until they are written. */
export function permissionLists(): StandIn {
	const lists = new Map<string, Buffer>();
	return (method, path, body) => {
		const groupId = path.split('/')[2]!;
		if (method === 'PUT') lists.set(groupId, Buffer.from(body));
		return lists.get(groupId)?.toString() ?? '[]';
	};
}

export const FIRST_USER = 500;

export function users(amount: number): StandIn {
	const stored = Array.from({ length: amount }, (_, index) => {
		const userId = FIRST_USER + index;
		const name = `user.${index}`;
		const user = { userId, username: name, email: `${name}@example.com`, isAdmin: false, groups: [] };
		return Buffer.from(JSON.stringify(user));
	});
	return (method, path, body) => {
		if (path === '/users/') return `[${stored.join()}]`;
		const index = Number(path.split('/')[2]) - FIRST_USER;
		if (method === 'PUT') stored[index] = Buffer.from(body);
		return stored[index]!.toString();
	};
}

/** Takes every bulk deletion. */
export const bulkDeletion = (): StandIn => () => undefined;

const BYTES_OF_GROUP = 120;

/** Groups with the names `Group 0`, `Group 1` … @param room for so many in all */
export function groups(amount: number, room: number): StandIn {
	const list = new StoredList(room * BYTES_OF_GROUP);
	let next = 2_000;
	const add = (name: string): string =>
		list.add(JSON.stringify({ groupId: next++, name, description: null, membershipCount: 0 }));
	for (let index = 0; index < amount; index += 1) add(`Group ${index}`);
	const nameIn = (body: string): string => (JSON.parse(body) as { name: string }).name;
	return (method, _path, body) => (method === 'POST' ? add(nameIn(body)) : list.toString());
}

/** Campaigns 1, 2 … without a group, and groups 1, 2 … for them. */
export function campaigns(amount: number, groupCount: number): StandIn {
	const groupOf = new Int32Array(amount + 1);
	const group = (id: number) => ({ id, name: `Group ${id}`, type: 'campaigns' });
	const groupList = Array.from({ length: groupCount }, (_, index) => group(index + 1));
	const campaign = (id: number) => {
		const group_id = groupOf[id];
		return { id, name: `Campaign ${id}`, alias: `c${id}`, type: 'position', state: 'active', group_id };
	};
	return (method, path, body) => {
		const { pathname, searchParams } = new URL(path, 'http://tracker');
		if (pathname === '/groups') return JSON.stringify(groupList);
		if (method === 'GET') {
			const offset = Number(searchParams.get('offset'));
			const length = Math.min(Number(searchParams.get('limit')), amount - offset);
			return JSON.stringify(Array.from({ length }, (_, index) => campaign(offset + index + 1)));
		}
		const id = Number(pathname.split('/')[2]);
		groupOf[id] = (JSON.parse(body) as { group_id: number }).group_id;
		return JSON.stringify(campaign(id));
	};
}
