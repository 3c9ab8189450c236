import { byId, type Json } from '../kit/json';
import type { Conformance, Sample } from '../kit/profile';
import type { Line } from '../kit/requests';

/** The request that does an operation's work: the last write, or the first read. */
export const decisive = (lines: Line[]): Line => lines.filter((line) => !line.startsWith('GET ')).at(-1) ?? lines[0]!;

/** Every operation that the vendor has. */
export function samplesOf({ profile, samples }: Conformance): Record<string, Sample> {
	const { id, group, created, updated, deleted, requests } = profile;
	const groups = ['Alpha', 'Beta', 'Gamma'].map((name, index) => group(index, name));
	return {
		'group.create': { parameters: { name: 'Delta' }, sends: requests.create('Delta'), data: created('Delta') },
		'group.get': { parameters: { groupId: byId(id(1)) }, sends: requests.get(1), data: groups[1] },
		'group.getAll': { parameters: { returnAll: true }, sends: [requests.list], data: groups },
		'group.update': {
			parameters: { groupId: byId(id(1)), name: 'Better' },
			sends: requests.update(1, 'Better'),
			data: updated(1, 'Better'),
		},
		'group.delete': { parameters: { groupId: byId(id(1)) }, sends: requests.delete(1), data: deleted(1) },
		'group.deleteMany': {
			parameters: { groupIds: id(1) },
			sends: requests.deleteMany([1]),
			data: { deleted: [id(1)], failed: [], missing: [] },
			isReport: true,
		},
		'group.upsert': {
			parameters: { name: 'Delta' },
			sends: requests.upsert('Delta'),
			data: { action: 'created', group: created('Delta') },
			isReport: true,
		},
		...samples,
	};
}

/** Every request of every operation, once: with the operation that sends it. */
export function requestsOf(conformance: Conformance): Array<Sample & { name: string; line: Line }> {
	return Object.entries(samplesOf(conformance)).flatMap(([name, sample]) =>
		[...new Set(sample.sends)].map((line) => ({ ...sample, name, line })),
	);
}

/** One of each kind of request, whatever operations send it: method and path count, ids do not. */
export function kindsOfRequest(conformance: Conformance): ReturnType<typeof requestsOf> {
	const kind = ({ line }: { line: Line }) =>
		line
			.split(/[ ?]/, 2)
			.join(' ')
			.replace(/\/(usr-\w+|[^/]*\d[^/]*)/g, '/{id}');
	const all = requestsOf(conformance);
	return all.filter((one, index) => all.findIndex((other) => kind(other) === kind(one)) === index);
}

/** A record that can go down the wire: what is only expected to be some text becomes one. */
export const plain = (record: Json): Json =>
	Object.fromEntries(
		Object.entries(record).map(([key, value]) => [
			key,
			typeof value?.asymmetricMatch === 'function' ? 'some text' : value,
		]),
	);
