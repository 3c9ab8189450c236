// Imports run one way (see CONTRIBUTING.md): a row says what the files under `in` may import, the first matching row counts.
const path = require('node:path');

const root = path.join(__dirname, '..');
const engine = 'nodes/GroupManager/engine/';
const vendors = 'nodes/GroupManager/vendors/';

const layers = [
	{
		in: /^nodes\/GroupManager\/engine\//,
		may: [engine],
		packages: [],
		says: 'The engine knows no vendor and no n8n: it imports its own files only.',
	},
	{
		in: /^nodes\/GroupManager\/vendors\/[^/]+\//,
		may: ['own', engine],
		packages: [],
		says: 'A vendor imports its own folder and the engine: no n8n, no other vendor, no file of the node.',
	},
	{
		in: /^nodes\/GroupManager\/vendors\//,
		may: [vendors, engine],
		packages: [],
		says: 'The list of vendors imports the vendors and the engine only.',
	},
	{
		in: /^nodes\//,
		may: ['nodes/'],
		packages: ['n8n-workflow'],
		says: 'The node imports n8n-workflow and files under nodes/ only: everything else is missing where it is installed.',
	},
	{
		in: /^credentials\//,
		may: ['credentials/', engine, vendors],
		packages: ['n8n-workflow'],
		says: 'The credential imports n8n-workflow, the engine and the vendors only.',
	},
	{
		in: /^simulators\//,
		may: ['simulators/'],
		says: 'A simulator imports nothing from outside simulators/: shared code would share the mistakes of what it tests.',
	},
	{
		in: /^workbench\//,
		may: ['workbench/', 'simulators/', 'nodes/', 'credentials/'],
		says: 'The workbench is what demo, bench and tests stand on: it imports none of them.',
	},
	{
		in: /^demo\//,
		may: ['demo/', 'workbench/', 'simulators/', 'nodes/', 'credentials/'],
		says: 'The demo imports nothing from the tests or the bench.',
	},
];

const fromRoot = (file) => path.relative(root, file).split(path.sep).join('/');

function isAllowed(layer, own, folder, specifier) {
	if (!/^\.{0,2}\//.test(`${specifier}/`)) return !layer.packages || layer.packages.includes(specifier);
	const target = `${fromRoot(path.resolve(folder, specifier))}/`;
	return layer.may.some((prefix) => target.startsWith(prefix === 'own' ? own : prefix));
}

module.exports = {
	meta: {
		type: 'problem',
		docs: { description: 'Keep imports running one way' },
		messages: { wrongWay: '{{ says }} Not allowed here: "{{ specifier }}".' },
		schema: [],
	},
	create(context) {
		const file = fromRoot(context.filename);
		const layer = layers.find((candidate) => candidate.in.test(file));
		if (!layer) return {};
		const [own] = file.match(layer.in);

		const check = (node, source) => {
			const specifier = source?.value;
			if (typeof specifier !== 'string' || isAllowed(layer, own, path.dirname(context.filename), specifier))
				return;
			context.report({ node, messageId: 'wrongWay', data: { says: layer.says, specifier } });
		};
		return {
			ImportDeclaration: (node) => check(node, node.source),
			ExportNamedDeclaration: (node) => check(node, node.source),
			ExportAllDeclaration: (node) => check(node, node.source),
			ImportExpression: (node) => check(node, node.source),
			TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
			TSExternalModuleReference: (node) => check(node, node.expression),
			'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0]),
		};
	},
};
