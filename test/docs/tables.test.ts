import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { addressOf, codeOfAnswer, failureCodes, isOfTool, operations, vendors } from '../../scripts/docs/facts';
import { GENERATED, withTables } from '../../scripts/docs/tables';
import { codesIn, readText, rowsOf, sectionsOf } from './pages';

/** A default as the pages write it. */
function shown(value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const isEmpty = value === '' || (typeof value === 'object' && JSON.stringify(value).length < 3);
	return isEmpty ? 'empty' : `\`${String(value)}\``;
}

describe('the generated tables', () => {
	it.each(Object.keys(GENERATED))('of %s are what `npm run docs` writes', (file) => {
		expect(readText(file)).toBe(withTables(file, readText(file)));
	});

	it('have a row for every operation of every resource', () => {
		const expected = operations().map(({ resourceLabel, label }) => [resourceLabel, label]);
		for (const table of ['capabilities', 'operations'])
			expect(rowsOf(table).map(([resource, operation]) => [resource, operation])).toEqual(expected);
	});

	it('keep what is written by hand of a field of the credential, and take the words of the form for a new one', () => {
		const text = readText('docs/credentials.md');
		const [row] = /\| API Version .*\n/.exec(text)!;
		const own = row.replace(/[^|]+\|\n$/, ' By hand. |\n');
		const file = 'docs/credentials.md';

		expect(withTables(file, text.replace(row, own))).toContain(own);
		expect(withTables(file, text.replace(row, ''))).toContain('| Sent as API-Version. Empty means 2023-04-04. |');
	});

	it('cannot be written into a text without their markers', () => {
		expect(() => withTables('README.md', '# Something else')).toThrow('README.md has no <!-- capabilities -->.');
	});
});

describe('the tables of fields and options', () => {
	const { properties } = new GroupManager().description;
	const options = properties
		.filter(({ name }) => name === 'options')
		.flatMap((property) => property.options as INodeProperties[]);

	/** Every label with its defaults, each once. */
	const defaultsOf = (list: INodeProperties[]) =>
		[...new Set(list.map(({ displayName, default: value }) => `${displayName}: ${shown(plain(value))}`))].sort();

	/** Without what is the form's own: layout of JSON, the mode of the picker. */
	function plain(value: unknown): unknown {
		if (typeof value === 'object' && value !== null && 'mode' in value)
			return (value as unknown as { value: string }).value;
		return typeof value === 'string' && /^[[{]/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
	}

	const rowsShown = (table: string) =>
		rowsOf(table).map(([name, value]) => {
			const [code] = codesIn(value!);
			return `${name}: ${code === undefined ? value! : shown(plain(code))}`;
		});

	/** Keitaro's Group Type gives a field further labels, which stand in its row. */
	const isCalledOtherwise = ({ displayOptions }: INodeProperties) => displayOptions?.show?.groupType !== undefined;

	it('name what members are called on Keitaro', () => {
		const labels = properties.filter((property) => property.name === 'members' && isCalledOtherwise(property));
		const [, , meaning] = rowsOf('fields').find(([field]) => field === 'Members')!;
		expect(labels).toHaveLength(4);
		for (const { displayName } of labels) expect(meaning).toContain(`**${displayName}**`);
	});

	it('name every field with its default', () => {
		const isOwn = (property: INodeProperties) => !isCalledOtherwise(property) && !isOfTool(property);
		const fields = properties.filter((property) => property.type !== 'notice' && isOwn(property));
		expect(rowsShown('fields').sort()).toEqual(defaultsOf(fields));
	});

	it('name what is otherwise where the node is a tool', () => {
		const [, said = ''] = readText('docs/reference.md').split('As a tool of an agent');
		for (const { displayName } of properties.filter(isOfTool)) expect(said).toContain(`**${displayName}**`);
		expect(said).toContain('`data`');
	});

	it('name every option with its default', () => {
		expect(rowsShown('options').sort()).toEqual(defaultsOf(options));
	});

	it('name the values of Bulk Delete Method and the limits of Concurrency', () => {
		const meaning = (name: string) => rowsOf('options').find(([option]) => option === name)![2]!;
		const method = options.find(({ name }) => name === 'bulkDeleteMethod')!.options as INodePropertyOptions[];
		const { minValue, maxValue } = options.find(({ name }) => name === 'concurrency')!.typeOptions!;

		expect(codesIn(meaning('Bulk Delete Method')).sort()).toEqual(method.map(({ value }) => value).sort());
		expect(meaning('Concurrency')).toContain(`${minValue} to ${maxValue}`);
	});
});

describe('the table of credential fields', () => {
	const { properties } = new GroupManagerApi();
	const fields = properties.filter(({ type }) => type !== 'hidden');
	const labelsOf = (name: string) =>
		Object.fromEntries(
			(properties.find((property) => property.name === name)!.options as INodePropertyOptions[]).map((option) => [
				option.value,
				option.name,
			]),
		);

	it('holds every field, where it is shown, and its default', () => {
		const vendors = labelsOf('vendor');
		const authentications = labelsOf('authentication');
		const expected = fields.map(({ displayName, default: value, displayOptions }) => {
			const { vendor = [], authentication = [] } = (displayOptions?.show ?? {}) as Record<string, string[]>;
			const places = [...vendor.map((id) => vendors[id]), ...authentication.map((id) => authentications[id])];
			return [displayName, places.sort().join(', ') || 'all', shown(value)];
		});
		const actual = rowsOf('credential-fields').map(([field, place, value]) => [
			field,
			place!.split(', ').sort().join(', '),
			value,
		]);

		expect(actual.sort()).toEqual(expected.sort());
	});

	it('the name of the credential is the one in n8n', () => {
		for (const file of ['README.md', 'docs/credentials.md'])
			expect(readText(file)).toContain(`**${new GroupManagerApi().displayName}**`);
	});
});

describe('the table of addresses', () => {
	it.each(rowsOf('addresses'))('%s: %s gives %s', (label, typed, result) => {
		const use = () => addressOf(label, codesIn(typed)[0]);

		if (result.startsWith('refused: ')) expect(use).toThrow(result.replace('refused: ', ''));
		else expect(use()).toBe(codesIn(result)[0]);
	});
});

describe('the page of failures', () => {
	const page = readText('docs/failures.md');
	const sections = sectionsOf(page);

	it('has a section for every code, so that it has an anchor, and for nothing else', () => {
		expect([...sections.keys()]).toEqual(failureCodes.map(({ code }) => `\`${code}\``));
	});

	it.each([...sections])('says of %s what it means and what to do', (_code, text) => {
		expect(text.split(/[.;] /).length).toBeGreaterThanOrEqual(2);
	});

	it('names the codes that are worth another try', () => {
		const [, list] = /it is `true` for (.*) only\./.exec(page)!;
		expect(codesIn(list!)).toEqual(failureCodes.filter(({ retryable }) => retryable).map(({ code }) => code));
	});

	it('holds the whole list, read from the source', () => {
		const [, list] = /export type Code =([^;]+);/.exec(
			readText('nodes/GroupManager/engine/contract/vocabulary.ts'),
		)!;
		expect([...list!.matchAll(/'(\w+)'/g)].map(([, code]) => code)).toEqual(failureCodes.map(({ code }) => code));
	});
});

describe('the table from status to code', () => {
	const cases = rowsOf('statuses').flatMap(([answer, codes]) =>
		[...answer!.matchAll(/\b\d{3}\b/g)].map(([status]) => ({ status: Number(status), code: codesIn(codes!)[0]! })),
	);

	it.each(cases.filter(({ status }) => status !== 200))('$status is $code, on every vendor', ({ status, code }) => {
		for (const { id } of vendors) expect(codeOfAnswer(id, status, '{"message":"No"}')).toBe(code);
	});

	it('a web page or broken JSON with 200 is unexpected_response', () => {
		expect(cases).toContainEqual({ status: 200, code: 'unexpected_response' });
		for (const { id } of vendors) {
			expect(codeOfAnswer(id, 200, '<html></html>')).toBe('unexpected_response');
			expect(codeOfAnswer(id, 200, '{"id": 1')).toBe('unexpected_response');
			expect(codeOfAnswer(id, 200, '{"id": 1}')).toBe('success');
		}
	});

	it('names only codes that exist', () => {
		const known = failureCodes.map(({ code }) => code);
		for (const [, codes] of rowsOf('statuses')) expect(known).toEqual(expect.arrayContaining(codesIn(codes!)));
	});
});
