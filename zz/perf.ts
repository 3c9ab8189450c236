import { monitorEventLoopDelay } from 'node:perf_hooks';
import { dispatch } from '../nodes/GroupManager/engine/dispatch';
import { findVendor } from '../nodes/GroupManager/vendors';
import { Locks } from '../nodes/GroupManager/engine/locks';
const N = Number(process.argv[2] ?? 10000);
const LAT = 2;
// In-memory vendor: answers at once on a timer.
function host(answer: (method: string, path: string, body: any) => any): any {
	return { locks: new Locks(), secrets: () => ['secret-key-of-the-vendor-0123456789'], clock: { now: Date.now, random: Math.random, sleep: (ms: number) => new Promise((r) => setTimeout(r, ms)), turn: () => new Promise((r) => setImmediate(r)) },
		send: async ({ method, url, body }: any) => { await new Promise((r) => setTimeout(r, LAT)); const a = answer(method, url.slice('https://x.example/b'.length), body); return { status: a === undefined ? 204 : 200, headers: {}, text: a === undefined ? '' : JSON.stringify(a) }; } };
}
const perms = new Map<string, any[]>();
const users = Array.from({ length: 200 }, (_, i) => ({ userId: 500 + i, username: `u${i}`, email: `u${i}@x.com`, groups: [] as number[] }));
const groups = Array.from({ length: 1000 }, (_, i) => ({ groupId: 2000 + i, name: `G${i}`, description: null, users: [] }));
const aam = (method: string, path: string, body: any) => {
	if (path.includes('/permissions')) { const id = path.split('/')[2]!; if (method === 'PUT') perms.set(id, body); return perms.get(id) ?? []; }
	if (path === '/users/' ) return users;
	if (path.startsWith('/users/?')) return users.filter((u) => u.groups.includes(Number(path.split('=')[1])));
	if (path.startsWith('/users/')) { const u = users.find((x) => x.userId === Number(path.split('/')[2]))!; if (method === 'PUT') Object.assign(u, body); return u; }
	if (path === '/groups/' && method === 'GET') return groups;
	if (path === '/groups/' && method === 'POST') { const g = { groupId: 2000 + groups.length, ...body, users: [] }; groups.push(g); return g; }
	if (path.includes('bulk-delete')) return undefined;
	return groups[0];
};
const keitaroGroups = Array.from({ length: 100 }, (_, i) => ({ id: i + 1, name: `K${i}`, position: 1, type: 'campaigns' }));
const campaigns = Array.from({ length: 60000 }, (_, i) => ({ id: i + 1, name: `C${i}`, group_id: 0 }));
const keitaro = (method: string, path: string, body: any) => {
	if (path.startsWith('/groups')) return keitaroGroups;
	if (path.startsWith('/campaigns?')) { const q = new URLSearchParams(path.split('?')[1]); const o = Number(q.get('offset')); return campaigns.slice(o, o + 1000); }
	return Object.assign(campaigns[Number(path.split('/')[2]) - 1]!, body);
};
async function measure(line: string, parameters: (i: number) => any, answer: any, n = N, stop = false) {
	const [vendor, resource, operation] = line.split(/[ .]/) as [string, string, string];
	(globalThis as any).gc?.();
	const before = process.memoryUsage().heapUsed;
	const items = Array.from({ length: n }, (_, i) => { const p = parameters(i); return (name: string, fallback: unknown) => (name in p ? p[name] : fallback); });
	const mid = process.memoryUsage().heapUsed;
	const h = monitorEventLoopDelay({ resolution: 5 }); h.enable();
	let peak = 0; const t = setInterval(() => { peak = Math.max(peak, process.memoryUsage().heapUsed); }, 20);
	const start = Date.now();
	const out = await dispatch({ vendorId: vendor, vendor: findVendor(vendor), resource, operation, credential: { vendor, domain: 'https://x.example/b', apiKey: 'secret-key-of-the-vendor-0123456789', authentication: 'accessToken' }, host: host(answer), items, stopOnFailure: stop });
	const ms = Date.now() - start;
	await new Promise((r) => setTimeout(r, 10));
	h.disable(); clearInterval(t);
	const ok = out.filter((o) => o && !o.failed).length;
	(globalThis as any).gc?.();
	const size = JSON.stringify(out.slice(0, 50).map((o: any) => o?.json)).length / Math.min(50, n);
	console.log(line, n, `${ms} ms, max delay ${(h.max / 1e6).toFixed(0)} ms, ok ${ok}, peak/item ${((peak - mid) / n / 1024).toFixed(1)} kB, live/item ${((process.memoryUsage().heapUsed - mid) / n / 1024).toFixed(1)} kB, json/item ${size.toFixed(0)}`, ok < n ? JSON.stringify(out.find((o) => o?.failed)?.json).slice(0, 300) : '');
}
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
async function main() {
	const only = process.argv[3];
	const all: Array<[string, () => Promise<void>]> = [
		['grant1', () => measure('audienceManager permission.grant', (i) => ({ groupId: byId(2001), permissions: [{ objectType: 'SEGMENT', objectId: i, permissions: ['READ'] }] }), aam)],
		['grant10', () => measure('audienceManager permission.grant', (i) => ({ groupId: byId(2001 + (i % 10)), permissions: [{ objectType: 'SEGMENT', objectId: i, permissions: ['READ'] }] }), aam)],
		['one', () => measure('audienceManager permission.grant', () => ({ groupId: byId(2003), permissions: Array.from({ length: N }, (_, i) => ({ objectType: 'TRAIT', objectId: i, permissions: ['READ'] })) }), aam, 1)],
		['members', () => measure('audienceManager member.add', (i) => ({ groupId: byId(2000 + (i % 50)), members: String(500 + (i % 200)) }), aam)],
		['bulk', () => measure('audienceManager group.deleteMany', (i) => ({ groupIds: String(3000 + i) }), aam)],
		['upsert', () => measure('audienceManager group.upsert', (i) => ({ name: `G${i % 900}` }), aam)],
		['upsertnew', () => measure('audienceManager group.upsert', (i) => ({ name: `New${i}` }), aam, Math.min(N, 2000))],
		['keitaro', () => measure('keitaro member.add', (i) => ({ groupType: 'campaigns', groupId: byId(1 + (i % 100)), members: String(i + 1) }), keitaro)],
		['keitaroone', () => measure('keitaro member.add', () => ({ groupType: 'campaigns', groupId: byId(1), members: Array.from({ length: N }, (_, i) => i + 1).join(',') }), keitaro, 1)],
		['keitaroset', () => measure('keitaro member.set', (i) => ({ groupType: 'campaigns', groupId: byId(1 + i), members: [i * 2 + 1, i * 2 + 2] }), keitaro, 100, true)],
	];
	for (const [name, go] of all) if (!only || only === name) await go();
}
void main();
