import { capabilitiesOf, isMissing } from '../../../nodes/GroupManager/engine/contract/vendor';
import { byId, type Json } from '../../kit/json';
import { partsOf } from '../../kit/requests';
import type { Bench } from '../bench';
import { decisive, plain, samplesOf } from '../samples';

/** Every operation of the capability table: what it sends, what it shows and what it gives. */
export function operations(bench: Bench): void {
	const { profile } = bench;
	const { id, requests } = profile;
	const table = capabilitiesOf(bench.vendor).map((place) => ({
		...place,
		name: `${place.resource}.${place.operation}`,
	}));
	const declared = table.filter(({ capability }) => !isMissing(capability));
	const undeclared = table.flatMap(({ capability, ...place }) =>
		isMissing(capability) ? [{ ...place, reason: capability.missing }] : [],
	);
	const samples = samplesOf(bench.conformance);

	describe('operations', () => {
		it('has a sample of every declared operation, and of no other', () => {
			expect(Object.keys(samples).sort()).toEqual(declared.map(({ name }) => name).sort());
		});

		it.each(declared)('$name sends its requests and gives an envelope', async ({ name, resource, operation }) => {
			const { parameters, sends, data, shows = decisive(sends) } = samples[name]!;
			const json = await bench.one(name, parameters);

			expect(json).toEqual({ request: bench.shown(shows), resource, operation, success: true, data });
			expect(bench.sent()).toEqual(sends);
		});

		it.each(declared)('$name gives the data alone when that is wanted, an item per record', async ({ name }) => {
			const { parameters, data } = samples[name]!;
			const { success } = await bench.run(name, { ...parameters, output: 'data' });

			expect(success).toEqual([data].flat().map((record) => ({ json: record, pairedItem: { item: 0 } })));
		});

		it.each(declared.filter(({ name }) => !samples[name]?.isReport))(
			'$name hands on fields that nobody knows',
			async ({ name }) => {
				const { parameters, sends, data, shows = decisive(sends) } = samples[name]!;
				const belongs = profile.answers.find(([pattern]) => pattern.test(shows))![1];
				// Where a body is not needed, it is the group if there is one.
				const known =
					belongs === 'nothing'
						? profile.group(1, name === 'group.update' ? 'Better' : 'Beta')
						: ([data].flat()[0] as Json);
				const odd = { ...plain(known), surprise: { deep: [1, null, 'ü'] }, big: 9007199254740991 };
				const listed = belongs.startsWith('page of ') ? { [belongs.slice(8)]: [odd], nextUrl: null } : [odd];
				const body = belongs === 'object' || belongs === 'nothing' ? odd : listed;
				bench.simulator.faults.add({ ...bench.at(shows), fault: { status: 200, body } });
				const json = await bench.one(name, parameters);

				expect(json.data).toEqual(Array.isArray(data) ? [odd] : odd);
			},
		);

		it('refuses what the vendor does not have with the reason in its table, and sends nothing', async () => {
			for (const { name, reason } of undeclared) {
				const json = await bench.one(name, { groupId: byId(id(0)), permissions: '[]' });

				expect(json.error).toMatchObject({
					code: 'unsupported',
					httpStatus: null,
					retryable: false,
					request: null,
				});
				expect(json.message).toContain(reason);
			}
			expect(bench.simulator.log).toEqual([]);
		});

		it.each([
			['group', 'archive'],
			['group', 'getall'],
			['group', '__CUSTOM_API_CALL__'],
			['group', 'constructor'],
		])('refuses %s %s, which no vendor has', async (resource, operation) => {
			const json = await bench.one(`${resource}.${operation}`);

			expect(json.error).toMatchObject({ code: 'unsupported', resource, operation, request: null });
			expect(bench.simulator.log).toEqual([]);
		});

		it('refuses a resource that no vendor has', async () => {
			const json = await bench.one('campaign.get');

			expect(json.error).toMatchObject({ code: 'unsupported', resource: 'campaign', request: null });
			expect(bench.simulator.log).toEqual([]);
		});

		it('sends the credential in its headers and masks what is secret of it', async () => {
			const json = await bench.one('group.getAll');
			const sent = bench.log[0]!.headers;
			for (const [name, value] of Object.entries(profile.headers)) {
				expect(json.request.headers[name]).toBe(value);
				if (value === '**hidden**') expect(sent[name.toLowerCase()]).toMatch(/^(\w+ )?[\w-]{20,}$/);
				else expect(sent[name.toLowerCase()]).toBe(value);
			}
			expect(sent).toMatchObject({ accept: bench.mediaType, 'user-agent': 'n8n-nodes-group-manager' });
		});

		it('sends no body and no type of it with a read', async () => {
			await bench.one('group.getAll');

			expect(bench.log[0]).toMatchObject({ method: 'GET', rawBody: '' });
			expect(bench.log[0]!.headers).not.toHaveProperty('content-type');
		});
	});

	it('runs under every position of every switch', () => {
		const { positions, barred = [] } = profile;
		const tried = [...positions, ...barred].flatMap((position) => Object.entries(position as Json));
		const isTried = (name: string, value: unknown) =>
			tried.some(
				([other, tryOf]) => other === name && (value === Number ? typeof tryOf === 'number' : tryOf === value),
			);
		const others = Object.entries(bench.switches).flatMap(([name, [, ...values]]) =>
			values.map((value) => ({ name, value })),
		);

		expect(others.filter(({ name, value }) => !isTried(name, value))).toEqual([]);
	});

	describe.each(profile.positions.map((position) => ({ position })))('with $position', ({ position }) => {
		beforeEach(() => bench.switch(position));

		it('creates, reads, updates, lists and deletes', async () => {
			const { data: made } = await bench.one('group.create', { name: 'Delta & <Sons> "Ü"' });
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta & <Sons> "Ü"']);
			const groupId = byId(made.groupId ?? made.id);

			const { data: read } = await bench.one('group.get', { groupId });
			expect(read).toEqual(made);

			await bench.one('group.update', { groupId, name: 'Delta 2' });
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta 2']);

			const { data: all } = await bench.one('group.getAll', { returnAll: true });
			expect(all.map((group: Json) => bench.nameOf(group))).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta 2']);

			expect((await bench.one('group.delete', { groupId })).success).toBe(true);
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);

			const { data: again } = await bench.one('group.upsert', { name: 'Alpha' });
			expect([again.action, bench.nameOf(again.group)]).toEqual(['unchanged', 'Alpha']);
			expect((await bench.one('group.upsert', { name: 'Delta' })).data.action).toBe('created');
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);

			const { data: report } = await bench.one('group.deleteMany', { groupIds: `${id(0)},${id(2)}` });
			expect(report).toEqual({ deleted: [id(0), id(2)], failed: [], missing: [] });
			expect(bench.names).toEqual(['Beta', 'Delta']);
		});

		it('does what every operation does', async () => {
			for (const [name, { parameters, sends, data, isReport }] of Object.entries(samples)) {
				bench.reset();
				bench.switch(position);
				const json = await bench.one(name, parameters);

				expect([name, json.message ?? json.success]).toEqual([name, true]);
				expect([name, bench.written().length > 0]).toEqual([
					name,
					sends.some((line) => !line.startsWith('GET ')),
				]);
				if (isReport && /^member|Many$/.test(name)) expect(json.data).toEqual(data);
			}
		});

		it('tells of a group that is not there', async () => {
			const groupId = byId(profile.unknownId);
			for (const operation of ['group.get', 'group.update', 'group.delete']) {
				const { error } = await bench.one(operation, { groupId, name: 'X' });
				expect(error).toMatchObject({ code: 'not_found', retryable: false });
			}
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});
	});

	describe('bodies', () => {
		it.each([
			['as text', (value: object) => JSON.stringify(value)],
			['through an expression', () => '={{ $json.body }}'],
		])('sends JSON as it is, given %s', async (_, groupData) => {
			const { create, update } = profile.json;
			await bench.one('group.create', { specifyBody: 'json', groupData: groupData(create) }, { body: create });
			expect(partsOf(bench.written()[0]!).body).toEqual(create);

			bench.forget();
			const parameters = { groupId: byId(id(1)), specifyBody: 'json', groupData: groupData(update) };
			await bench.one('group.update', parameters, { body: update });
			expect(bench.written()).toEqual([requests.write(1, update)]);
		});

		it('sends names as they are typed, with quotes, line breaks and spaces at their ends', async () => {
			const name = '  "Größe" \\ <b> &amp; 100 %\n\u{1F600} ';
			await bench.one('group.create', { name });
			await bench.one('group.update', { groupId: byId(id(0)), name: `${name}2` });

			expect(bench.names).toEqual([`${name}2`, 'Beta', 'Gamma', name]);
		});

		it('takes a number that an expression gives as a name', async () => {
			await bench.one('group.create', { name: '={{ $json.year }}' }, { year: 2027 });

			expect(bench.names.at(-1)).toBe('2027');
		});
	});

	describe('items', () => {
		it('gives one output per input in input order, each with its own request', async () => {
			const items = Array.from({ length: 12 }, (_, index) => ({ name: `New ${index}` }));
			const outputs = await bench.each('group.create', { name: '={{ $json.name }}' }, items);

			expect(outputs.map(({ data }) => bench.nameOf(data))).toEqual(items.map(({ name }) => name));
			expect(outputs.map(({ request }) => bench.nameOf(request.body))).toEqual(items.map(({ name }) => name));
			expect(bench.names.slice(3).sort()).toEqual(items.map(({ name }) => name).sort());
		});

		it('keeps as many requests in flight as the first item says', async () => {
			// Long enough that a busy machine has them in flight together.
			bench.simulator.latency = 25;
			const items = Array.from({ length: 10 }, (_, index) => ({
				name: `New ${index}`,
				concurrency: index === 0 ? 3 : 20,
			}));
			await bench.each(
				'group.create',
				{ name: '={{ $json.name }}', options: { concurrency: '={{ $json.concurrency }}' } },
				items,
			);

			expect(Math.max(...bench.log.map(({ inFlight }) => inFlight))).toBe(3);
		});

		it('reads what many items need as rarely as the vendor allows', async () => {
			const indexes = [0, 1, 2, 1, 0, 1];
			const outputs = await bench.each(
				'group.get',
				{ groupId: byId('={{ $json.id }}') },
				indexes.map((index) => ({ id: id(index) })),
			);

			expect(outputs.map(({ data }) => bench.nameOf(data))).toEqual([
				'Alpha',
				'Beta',
				'Gamma',
				'Beta',
				'Alpha',
				'Beta',
			]);
			expect(bench.sent()).toHaveLength(profile.requestsOfGets(indexes));
			expect(outputs.map(({ request }) => request)).toEqual(
				indexes.map((index) => bench.shown(requests.get(index)[0]!)),
			);
		});

		it('reads afresh in every execution', async () => {
			await bench.one('group.getAll');
			await bench.one('group.getAll');

			expect(bench.sent()).toHaveLength(2);
		});
	});
}
