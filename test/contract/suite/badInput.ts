import { byId, byName, type Json } from '../../kit/json';
import { membersLabelOf } from '../../kit/ground';
import { jsonNamed } from '../../kit/profile';
import { groundOf } from '../../kit/vendors';
import type { Bench } from '../bench';

interface Case {
	what: string;
	operation: string;
	parameters: Json;
	/** Read by the parameters as `$json.value`. */
	value?: unknown;
	says: RegExp;
}

const VALUE = '={{ $json.value }}';

/** What is refused before any request, with a sentence that names the field and the item. */
export function badInput(bench: Bench): void {
	const { vendor } = bench;
	const { id } = bench.profile;
	const called = membersLabelOf(groundOf(vendor.id));
	const onGroup = { groupId: byId(id(0)) };
	const inJson = { specifyBody: 'json', groupData: VALUE };

	const cases: Case[] = [
		...['group.create', 'group.upsert'].flatMap((operation): Case[] => [
			{ what: 'an empty name', operation, parameters: { name: '' }, says: /"Name" of item 1 is empty/ },
			{ what: 'a blank name', operation, parameters: { name: ' \t ' }, says: /"Name" of item 1 is empty/ },
		]),
		{
			what: 'a list as a name',
			operation: 'group.create',
			parameters: { name: VALUE },
			value: ['a'],
			says: /"Name" of item 1 must be text/,
		},
		{
			what: 'an update without anything new',
			operation: 'group.update',
			parameters: onGroup,
			says: /"Name".* item 1/,
		},
		...['group.create', 'group.update'].flatMap((operation): Case[] => [
			{
				what: 'malformed JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: '{\n  "name": Delta\n}',
				says: /"Group Data \(JSON\)" of item 1 is not valid JSON.*line 2, column 11/,
			},
			{
				what: 'a list in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: '[{"name":"X"}]',
				says: /item 1 must be a JSON object.*list/,
			},
			{
				what: 'a text in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: '"X"',
				says: /item 1 must be a JSON object.*text/,
			},
			{
				what: 'a number in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: 42,
				says: /item 1 must be a JSON object.*number/,
			},
			{
				what: 'null in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: 'null',
				says: /item 1 must be a JSON object/,
			},
			{
				what: 'empty JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: '  ',
				says: /item 1 is empty/,
			},
			{
				what: 'an empty name in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: jsonNamed(bench.profile, '" "'),
				says: /item 1 .*"name"/,
			},
			{
				what: 'an empty object in JSON',
				operation,
				parameters: { ...onGroup, ...inJson },
				value: '{}',
				says: /item 1 /,
			},
		]),
		...['group.get', 'group.update', 'group.delete'].flatMap((operation): Case[] => [
			{
				what: 'an empty id',
				operation,
				parameters: { name: 'X', groupId: byId(VALUE) },
				value: '',
				says: /"Group" of item 1 is empty/,
			},
			{
				what: 'a blank name of a group',
				operation,
				parameters: { name: 'X', groupId: byName(VALUE) },
				value: ' ',
				says: /"Group" of item 1 is empty/,
			},
			...['.', '..', '1\n2', '\u0000', '1\u2028', '\u009f'].map((value) => ({
				what: `the id ${JSON.stringify(value)}`,
				operation,
				parameters: { name: 'X', groupId: byId(VALUE) },
				value,
				says: /"Group" of item 1 holds/,
			})),
			{
				what: 'an object as an id',
				operation,
				parameters: { name: 'X', groupId: byId(VALUE) },
				value: { id: 1 },
				says: /"Group" of item 1 must be text/,
			},
		]),
		...['', ' , \n ,', []].map((value) => ({
			what: `${JSON.stringify(value)} as a list of ids`,
			operation: 'group.deleteMany',
			parameters: { groupIds: VALUE },
			value,
			says: /"Group IDs" of item 1 is empty/,
		})),
		{
			what: 'a bad id among good ones',
			operation: 'group.deleteMany',
			parameters: { groupIds: VALUE },
			value: [id(0), '..'],
			says: /"Group IDs" of item 1 holds/,
		},
		...[0, -1, 1.5, 'many', null].map((value) => ({
			what: `the limit ${JSON.stringify(value)}`,
			operation: 'group.getAll',
			parameters: { limit: VALUE },
			value,
			says: /"Limit" of item 1 (must be a whole number|is null)/,
		})),
		{
			what: 'an unknown output',
			operation: 'group.getAll',
			parameters: { output: VALUE },
			value: 'table',
			says: /"Output" of item 1 must be one of/,
		},
		...['member.add', 'member.remove', 'member.set'].flatMap((operation): Case[] => [
			...['', ' ,\n', []].map((value) => ({
				what: `${JSON.stringify(value)} as members`,
				operation,
				parameters: { ...onGroup, members: VALUE },
				value,
				says: new RegExp(`"${called}" of item 1 is empty`),
			})),
			{
				what: 'a path as a member',
				operation,
				parameters: { ...onGroup, members: VALUE },
				value: ['..'],
				says: new RegExp(`"${called}" of item 1 holds`),
			},
			{
				what: 'an object as a member',
				operation,
				parameters: { ...onGroup, members: VALUE },
				value: [{ id: 7 }],
				says: new RegExp(`"${called}" of item 1 must be text`),
			},
		]),
		...['0', -1, 'some'].map((value) => ({
			what: `${JSON.stringify(value)} attempts`,
			operation: 'group.getAll',
			parameters: { options: { maxAttempts: VALUE } },
			value,
			says: /"Max Attempts" of item 1 must be/,
		})),
		{
			what: 'a timeout of 0',
			operation: 'group.getAll',
			parameters: { options: { timeout: VALUE } },
			value: 0,
			says: /"Timeout" of item 1 must be/,
		},
		...(vendor.api.ids === 'integer' ? ['seven', '7.5', '-7', '0', '9007199254740993', '0x10', '1e3'] : []).map(
			(value) => ({
				what: `the id ${value}`,
				operation: 'group.get',
				parameters: { groupId: byId(VALUE) },
				value,
				says: /"Group" of item 1 holds .* positive whole number/,
			}),
		),
	];

	describe('bad input', () => {
		it.each(cases)(
			'$what is refused by $operation before any request',
			async ({ operation, parameters, value, says }) => {
				const { success } = await bench.run(operation, parameters, { items: [{ value }, { value }] });

				expect(success).toHaveLength(2);
				const { error, message } = success[1]!.json;
				expect(error).toMatchObject({
					code: 'invalid_input',
					httpStatus: null,
					retryable: false,
					request: null,
					details: null,
				});
				expect(message).toMatch(says);
				expect(bench.simulator.log).toEqual([]);
			},
		);

		it('of one item leaves the others alone', async () => {
			const items = [{ name: 'One' }, { name: '' }, { name: 'Three' }];
			const outputs = await bench.each('group.create', { name: '={{ $json.name }}' }, items);

			expect(outputs.map(({ success }) => success ?? false)).toEqual([true, false, true]);
			expect(outputs[1]!.message).toContain('item 1');
		});

		it('in the credential is refused for every item before any request', async () => {
			const fields = Object.keys(bench.credential);
			const needed = fields.filter((name) => /^(apiKey|clientId|clientSecret)$/.test(name));
			const inHeaders = fields.filter((name) => /^(apiKey|clientId)$/.test(name));
			for (const changes of [
				...(vendor.api.defaultDomain === undefined ? [{ domain: '' }] : []),
				{ domain: 'ftp://127.0.0.1' },
				{ domain: 'http://example.com' },
				{ domain: 'https://user:pass@example.com' },
				{ domain: 'https://example.com/?x=1' },
				...needed.map((name) => ({ [name]: '' })),
				...inHeaders.map((name) => ({ [name]: 'line\nbreak' })),
			]) {
				bench.use(changes);
				const outputs = await bench.each('group.get', onGroup, [{}, {}]);
				for (const { error, message } of outputs) {
					expect(error).toMatchObject({ code: 'invalid_input', httpStatus: null, request: null });
					expect(message).toMatch(/the field "(Domain|API Key|Client ID|Client Secret)" of the credential/);
				}
			}
			expect(bench.simulator.log).toEqual([]);
		});

		it("such as another vendor's credential is found before any request", async () => {
			bench.use({ vendor: 'another' });
			const { error, message } = await bench.one('group.getAll');

			expect(error).toMatchObject({
				code: 'credential_mismatch',
				httpStatus: null,
				request: null,
				retryable: false,
			});
			expect(message).toContain(vendor.label);
			expect(bench.simulator.log).toEqual([]);
		});
	});
}
