import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { baseUrl } from '../../nodes/GroupManager/engine/http/baseUrl';
import { isRetryable, type Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { readReply } from '../../nodes/GroupManager/engine/http/reply';
import { wordsOf, type Code } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { VENDORS } from '../../nodes/GroupManager/vendors';
import { withTables } from '../../scripts/capabilityTable';
import { codesIn, readme, readText, ROOT, rowsOf } from './readme';

const manifest = JSON.parse(readText('package.json')) as {
	name: string;
	scripts: Record<string, string>;
	engines: { node: string };
	devDependencies: Record<string, string>;
	repository: { url: string };
};
const changelog = readText('CHANGELOG.md');

/** A default as README writes it. */
function shown(value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const isEmpty = value === '' || (typeof value === 'object' && JSON.stringify(value).length < 3);
	return isEmpty ? 'empty' : `\`${String(value)}\``;
}

describe('the generated tables', () => {
	it('are what `npx tsx scripts/capabilityTable.ts` writes', () => {
		expect(readme).toBe(withTables(readme));
	});

	it('have a row for every operation', () => {
		const operations = VENDORS.flatMap(({ resources }) =>
			Object.entries(resources).flatMap(([resource, rows]) =>
				Object.keys(rows).map((operation) => wordsOf(resource, operation)!.label),
			),
		);
		const rows = rowsOf('capabilities').map(([, operation]) => operation);
		expect(rows).toHaveLength(operations.length / VENDORS.length);
		expect(new Set(rows)).toEqual(new Set(operations));
	});

	it('cannot be written into a text without their markers', () => {
		expect(() => withTables('# Something else')).toThrow('README.md has no <!-- capabilities -->.');
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

	it('name every field with its default', () => {
		const fields = properties.filter(({ type }) => type !== 'notice');
		expect(rowsShown('fields').sort()).toEqual(defaultsOf(fields));
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

	it('what `data` holds is said of every operation', () => {
		const said = rowsOf('data').flatMap(([name]) => {
			const [resource, operations] = name!.split(': ') as [string, string];
			return operations.split(', ').map((operation) => `${resource}: ${operation}`);
		});
		expect(said.sort()).toEqual(
			rowsOf('capabilities')
				.map(([resource, operation]) => `${resource}: ${operation}`)
				.sort(),
		);
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
		expect(readme).toContain(`**${new GroupManagerApi().displayName}**`);
	});
});

describe('the table of addresses', () => {
	it.each(rowsOf('addresses'))('%s: %s gives %s', (label, typed, result) => {
		const vendor = VENDORS.find((candidate) => candidate.label === label)!;
		const use = () =>
			baseUrl(codesIn(typed)[0], { field: 'Domain', defaultPath: vendor.basePath, allowInsecureHttp: false });

		if (result.startsWith('refused: ')) expect(use).toThrow(result.replace('refused: ', ''));
		else expect(use()).toBe(codesIn(result)[0]);
	});
});

describe('the table of failure codes', () => {
	// The compiler refuses this object when a code is missing or made up.
	const CODES = Object.keys({
		invalid_input: true,
		credential_mismatch: true,
		unauthorized: true,
		forbidden: true,
		not_found: true,
		ambiguous_name: true,
		duplicate_name: true,
		read_only_group: true,
		conflict: true,
		invalid_permission: true,
		rate_limited: true,
		unavailable: true,
		timeout: true,
		cancelled: true,
		unsupported: true,
		outcome_unknown: true,
		unexpected_response: true,
	} satisfies Record<Code, true>) as Code[];

	it('holds every code once, and whether another try is worth it', () => {
		const expected = CODES.map((code) => [`\`${code}\``, isRetryable(code) ? 'yes' : 'no']);
		expect(rowsOf('codes').map(([code, , , retry]) => [code, retry])).toEqual(expected);
	});

	it('is the whole list, read from the source', () => {
		const [, list] = /export type Code =([^;]+);/.exec(readText('nodes/GroupManager/engine/contract/vocabulary.ts'))!;
		expect([...list!.matchAll(/'(\w+)'/g)].map(([, code]) => code)).toEqual(CODES);
	});
});

describe('the table from status to code', () => {
	const codeOf = (status: number, text: string, vendor = VENDORS[0]!): string => {
		try {
			readReply(
				vendor,
				{ status, headers: {}, text },
				{ method: 'PUT', url: 'https://vendor.example.com/groups/1' },
				{ clean: () => new Redactor(), typed: [], read: (answer) => answer },
			);
			return 'success';
		} catch (error) {
			return (error as Failure).code;
		}
	};
	const cases = rowsOf('statuses').flatMap(([answer, codes]) =>
		[...answer!.matchAll(/\b\d{3}\b/g)].map(([status]) => ({ status: Number(status), code: codesIn(codes!)[0]! })),
	);

	it.each(cases.filter(({ status }) => status !== 200))('$status is $code, on every vendor', ({ status, code }) => {
		for (const vendor of VENDORS) expect(codeOf(status, '{"message":"No"}', vendor)).toBe(code);
	});

	it('a web page or broken JSON with 200 is unexpected_response', () => {
		expect(cases).toContainEqual({ status: 200, code: 'unexpected_response' });
		expect(codeOf(200, '<html></html>')).toBe('unexpected_response');
		expect(codeOf(200, '{"id": 1')).toBe('unexpected_response');
		expect(codeOf(200, '{"id": 1}')).toBe('success');
	});

	it('names only codes that exist', () => {
		const known = rowsOf('codes').map(([code]) => codesIn(code!)[0]);
		for (const [, codes] of rowsOf('statuses')) expect(known).toEqual(expect.arrayContaining(codesIn(codes!)));
	});
});

describe('what README and CHANGELOG name', () => {
	it('every example workflow exists and is named', () => {
		const files = readdirSync(join(ROOT, 'demo/workflows')).filter((name) => name.endsWith('.json'));
		expect(
			rowsOf('workflows')
				.map(([link]) => link)
				.sort(),
		).toEqual(files.map((file) => `[${file}](demo/workflows/${file})`).sort());
	});

	it('every npm script exists', () => {
		const named = [...`${readme}${changelog}`.matchAll(/`npm (?:run )?([a-z0-9:]+)/g)].map(([, name]) => name!);
		expect([...new Set(named)].filter((name) => !(name in manifest.scripts))).toEqual([]);
	});

	it('every file that is linked exists, and every place on the page', () => {
		const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);
		const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(
			([, heading]) =>
				`#${heading!
					.toLowerCase()
					.replace(/[^\w -]/g, '')
					.replace(/ /g, '-')}`,
		);
		const local = targets.filter((target) => !/^https:\/\//.test(target));

		expect(local.filter((target) => target.startsWith('#') && !headings.includes(target))).toEqual([]);
		expect(local.filter((target) => !target.startsWith('#') && !existsSync(join(ROOT, target)))).toEqual([]);
	});

	it('the package, the node versions and n8n are those of package.json', () => {
		expect(readme).toContain(`\`${manifest.name}\``);
		expect(rowsOf('compatibility').map(([n8n]) => n8n)).toContain(manifest.devDependencies['n8n-core']);
		expect(manifest.engines.node).toContain('20.19');
		expect(readme).toContain(manifest.repository.url.replace(/^git\+|\.git$/g, ''));
		expect(changelog).toContain(`## [${(JSON.parse(readText('package.json')) as { version: string }).version}]`);
	});

	it('the headings are those that readers of n8n nodes know', () => {
		const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
		const usual = [
			'Installation',
			'Operations',
			'Credentials',
			'Compatibility',
			'Usage',
			'Resources',
			'Version history',
		];
		expect(headings.filter((heading) => usual.includes(heading!))).toEqual(usual);
	});

	const MACHINE = /(^|[\s`"'(=])\/(home|root|work|tmp|Users|opt|var)\/|[A-Z]:\\/m;
	const REGISTRY = /registry\.|\.npmjs\.|verdaccio|:4873/i;

	it.each(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'])(
		'%s holds no path of a machine and no registry',
		(file) => {
			expect(readText(file)).not.toMatch(MACHINE);
			expect(readText(file)).not.toMatch(REGISTRY);
		},
	);
});
