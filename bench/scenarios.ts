import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AAM_ACCESS_TOKEN, KEITARO_KEY, REACH360_KEY } from '../simulators';
import type { VendorId } from './vendors';

export const HEADERS: Record<VendorId, Record<string, string>> = {
	keitaro: { 'Api-Key': KEITARO_KEY },
	reach360: { Authorization: `Bearer ${REACH360_KEY}` },
	audienceManager: { Authorization: `Bearer ${AAM_ACCESS_TOKEN}` },
};

/** One HTTP Request node; fields are expressions over the item where they begin with `=`. */
export interface HttpNode {
	method: string;
	/** From the base URL on. */
	path: string;
	body?: string;
	/** Follows `nextUrl`. */
	paged?: boolean;
}

export type Send = (method: string, pathOrUrl: string, body?: unknown) => Promise<unknown>;

/** Runs a part of the work for every entry, at most so many at once. */
export type ForEach = <T>(entries: readonly T[], work: (entry: T) => Promise<void>) => Promise<void>;

export interface Scenario {
	title: string;
	vendor: VendorId;
	items: number;
	/** Milliseconds that every answer takes. */
	latency: number;
	switches?: object;
	faults?: object[];
	seed: object;
	item: (index: number) => IDataObject;
	/** The node under test. */
	node: INodeParameters & { resource: string; operation: string };
	/** What a skilled user builds from HTTP Request nodes: a chain, for every item. */
	http: HttpNode[];
	/** HTTP Request's own batching, where a skilled user would set it. */
	batching?: { batchSize: number; batchInterval: number };
	/** The least requests that do it. */
	floor: number;
	/** Those of them that can only be sent one after another. */
	inSequence?: boolean;
	/** A script that does it in the least requests, where it is not the plain loop. */
	script?: (send: Send, items: readonly IDataObject[], each: ForEach) => Promise<number>;
	/** The plain loop: what is sent for one item. */
	one: (send: Send, item: IDataObject) => Promise<unknown>;
	/** How many of the items the vendor has done; reads count their results instead. */
	done?: (state: never) => number;
	/** Things that are there twice. */
	duplicates?: (state: never) => number;
}

const count = (length: number): number[] => Array.from({ length }, (_, index) => index);
const byId = (value: string) => ({ __rl: true, mode: 'id', value }) as INodeParameters;

interface Groups {
	groups: Array<{ id: unknown; groupId: number; name: string; permissions: unknown[] }>;
}

const repeated = ({ groups }: Groups): number => groups.length - new Set(groups.map(({ name }) => name)).size;

export const updates = (items: number, latency: number, more: Partial<Scenario> = {}): Scenario => ({
	title: `${items.toLocaleString('en')} updates, ${latency} ms latency`,
	vendor: 'reach360',
	items,
	latency,
	seed: { groups: count(items).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })) },
	item: (index) => ({ id: `g-${index}`, name: `New ${index}` }),
	node: { resource: 'group', operation: 'update', groupId: byId('={{ $json.id }}'), name: '={{ $json.name }}' },
	http: [{ method: 'PUT', path: '=/groups/{{ $json.id }}', body: '={{ JSON.stringify({ name: $json.name }) }}' }],
	batching: { batchSize: 5, batchInterval: latency },
	floor: items,
	one: async (send, { id, name }) => await send('PUT', `/groups/${String(id)}`, { name }),
	done: ({ groups }: Groups) => groups.filter(({ name }) => name.startsWith('New ')).length,
	duplicates: repeated,
	...more,
});

/**
 * Hits one POST in every twenty with these faults in turn: the same places for everybody, but not the same items
 * when all are sent again.
 */
const oneInTwenty = (requests: number, faults: object[]): object[] =>
	count(requests / 20).map((index) => ({
		method: 'POST',
		// A request that an earlier rule hits is not counted by the later ones.
		skip: 20 * index + ((7 * index + 3) % 20) - index,
		fault: faults[index % faults.length],
	}));

const FIRST = 5_000;
const adobeGroups = (amount: number) =>
	count(amount).map((index) => ({ groupId: FIRST + index, name: `Group ${index}` }));

export function scenarios(scale: number): Scenario[] {
	const thousand = Math.round(1_000 * scale);
	const all = thousand.toLocaleString('en');
	return [
		updates(thousand, 50),
		updates(thousand, 50, {
			title: 'The same, the vendor allows 20 requests per second',
			switches: { rateLimit: 20 },
			batching: { batchSize: 20, batchInterval: 1_000 },
		}),
		{
			title: `${all} get by ID on Keitaro, which has only lists`,
			vendor: 'keitaro',
			items: thousand,
			latency: 20,
			seed: {
				groups: count(thousand).map((index) => ({ id: index + 1, name: `Group ${index}`, type: 'campaigns' })),
			},
			item: (index) => ({ id: index + 1 }),
			node: { resource: 'group', operation: 'get', groupType: 'campaigns', groupId: byId('={{ $json.id }}') },
			http: [{ method: 'GET', path: '/groups?type=campaigns' }],
			floor: 1,
			inSequence: true,
			script: async (send, items) => {
				const groups = (await send('GET', '/groups?type=campaigns')) as Array<{ id: number }>;
				const ids = new Set(groups.map(({ id }) => id));
				return items.filter(({ id }) => ids.has(id as number)).length;
			},
			one: async (send) => await send('GET', '/groups?type=campaigns'),
		},
		{
			title: `Return All over ${(10 * thousand).toLocaleString('en')} groups of Reach 360`,
			vendor: 'reach360',
			items: 1,
			latency: 20,
			seed: { groups: count(10 * thousand).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })) },
			item: () => ({}),
			node: { resource: 'group', operation: 'getAll', returnAll: true },
			http: [{ method: 'GET', path: '/groups?limit=100', paged: true }],
			floor: thousand / 10,
			inSequence: true,
			script: async (send) => {
				await allPages(send);
				return 1;
			},
			one: allPages,
		},
		{
			title: `Delete ${all} groups of Audience Manager`,
			vendor: 'audienceManager',
			items: thousand,
			latency: 20,
			seed: { groups: adobeGroups(thousand) },
			item: (index) => ({ id: FIRST + index }),
			node: { resource: 'group', operation: 'deleteMany', groupIds: '={{ $json.id }}' },
			http: [{ method: 'DELETE', path: '=/groups/{{ $json.id }}' }],
			batching: { batchSize: 5, batchInterval: 20 },
			floor: thousand / 100,
			script: async (send, items, each) => {
				const chunks = count(thousand / 100).map((chunk) =>
					items.slice(chunk * 100, chunk * 100 + 100).map(({ id }) => id),
				);
				await each(chunks, async (ids) => void (await send('DELETE', '/groups/bulk-delete', ids)));
				return items.length;
			},
			one: async (send, { id }) => await send('DELETE', `/groups/${String(id)}`),
			done: ({ groups }: Groups) => thousand - groups.length,
		},
		{
			title: `${all} grants on 10 groups of Audience Manager`,
			vendor: 'audienceManager',
			items: thousand,
			latency: 20,
			seed: {
				groups: adobeGroups(10),
				objects: count(thousand).map((index) => ({
					objectType: 'SEGMENT',
					objectId: index + 1,
					name: `Segment ${index}`,
				})),
			},
			item: (index) => ({ id: FIRST + (index % 10), object: index + 1 }),
			node: {
				resource: 'permission',
				operation: 'grant',
				groupId: byId('={{ $json.id }}'),
				permissions: '={{ [{ objectType: "SEGMENT", objectId: $json.object, permissions: ["READ"] }] }}',
			},
			http: [
				{ method: 'GET', path: '=/groups/{{ $json.id }}/permissions' },
				{
					method: 'PUT',
					path: '=/groups/{{ $("Items").item.json.id }}/permissions/',
					body: '={{ JSON.stringify([...($json.body ?? []), { objectType: "SEGMENT", objectId: $("Items").item.json.object, permissions: ["READ"] }]) }}',
				},
			],
			floor: 20,
			script: async (send, items, each) => {
				await each([...new Set(items.map(({ id }) => id))], async (id) => {
					const list = (await send('GET', `/groups/${String(id)}/permissions`)) as unknown[];
					const wanted = items
						.filter((item) => item.id === id)
						.map(({ object }) => ({ objectType: 'SEGMENT', objectId: object, permissions: ['READ'] }));
					await send('PUT', `/groups/${String(id)}/permissions/`, [...list, ...wanted]);
				});
				return items.length;
			},
			one: async (send, { id, object }) => {
				const list = (await send('GET', `/groups/${String(id)}/permissions`)) as unknown[];
				return await send('PUT', `/groups/${String(id)}/permissions/`, [
					...list,
					{ objectType: 'SEGMENT', objectId: object, permissions: ['READ'] },
				]);
			},
			done: ({ groups }: Groups) => groups.reduce((sum, { permissions }) => sum + permissions.length, 0),
		},
		{
			title: `${all} creates in Audience Manager, 5 % of the answers fail or get lost`,
			vendor: 'audienceManager',
			items: thousand,
			latency: 20,
			faults: oneInTwenty(4 * thousand, [{ status: 503, body: 'Service Unavailable' }, { reset: 'after' }]),
			seed: { groups: [] },
			item: (index) => ({ name: `New ${index}` }),
			node: { resource: 'group', operation: 'create', name: '={{ $json.name }}' },
			http: [
				{
					method: 'POST',
					path: '/groups/',
					body: '={{ JSON.stringify({ name: $json.name, description: null }) }}',
				},
			],
			batching: { batchSize: 5, batchInterval: 20 },
			floor: thousand + 1,
			one: async (send, { name }) => await send('POST', '/groups/', { name, description: null }),
			done: ({ groups }: Groups) => new Set(groups.map(({ name }) => name)).size,
			duplicates: repeated,
		},
	];
}

async function allPages(send: Send): Promise<unknown[]> {
	const found: unknown[] = [];
	for (let next: string | null = '/groups?limit=100'; next !== null;) {
		const page = (await send('GET', next)) as { groups: unknown[]; nextUrl: string | null };
		found.push(...page.groups);
		next = page.nextUrl;
	}
	return found;
}
