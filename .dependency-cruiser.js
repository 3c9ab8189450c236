/** Imports run one way: who may import whom, types included. What is not allowed by a room's row is refused. */
const node = '^nodes/GroupManager';
const room = (...names) => `${node}/engine/(${names.join('|')})/`;

/** @param may paths that the files at `from` may import, beside one another */
const only = (name, from, may, comment) => ({
	name,
	comment,
	severity: 'error',
	from: { path: from },
	to: { pathNot: [from, ...may], dependencyTypesNot: ['core'] },
});

const N8N = 'node_modules/n8n-workflow/';

module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Two files that import each other are one file, or have a third in common.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		only('contract', room('contract'), [], 'What all agree on knows nobody.'),
		only('http', room('http'), [room('contract')], 'A request knows no fields, no steps and no execution.'),
		only(
			'fields',
			room('fields'),
			[room('contract', 'http')],
			'A field knows what is typed, not what becomes of it.',
		),
		only(
			'steps',
			room('steps'),
			[room('contract', 'http', 'fields')],
			'A step gets a task and knows no execution.',
		),
		only('watch', room('watch'), [room('contract')], 'Watching knows what a vendor tells, and no request.'),
		only('run', room('run'), [room('contract', 'http', 'fields')], 'An execution gets rows and knows no steps.'),
		{
			name: 'vendor',
			comment: 'A vendor knows its own folder and the engine: no n8n, no other vendor, no execution.',
			severity: 'error',
			from: { path: `${node}/vendors/([^/]+)/` },
			to: { pathNot: [`${node}/vendors/$1/`, room('contract', 'http', 'fields', 'steps')] },
		},
		only(
			'vendors',
			`${node}/vendors/index.ts$`,
			[`${node}/vendors/`, room('contract')],
			'The list of vendors knows the vendors.',
		),
		only(
			'form',
			`${node}/form/`,
			[`${node}/vendors/index.ts$`, room('contract', 'fields'), N8N],
			'The form knows what the vendors offer.',
		),
		{
			name: 'node',
			comment: 'What ships knows n8n and itself: everything else is missing where it is installed, the form too.',
			severity: 'error',
			from: { path: `${node}/[^/]+[.]ts$` },
			to: { pathNot: [`${node}/[^/]+[.](ts|json)$`, `${node}/(engine|vendors)/`, N8N] },
		},
		only(
			'credential',
			'^credentials/',
			[`${node}/runtime.ts$`, N8N],
			'The credential knows n8n, and what it loads at its first use.',
		),
		{
			name: 'node-modules-of-node',
			comment: "n8n refuses packages that use Node's own modules.",
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { dependencyTypes: ['core'] },
		},
		only(
			'simulators',
			'^simulators/',
			[],
			'A simulator knows nothing of what it tests: shared code would share its mistakes.',
		),
		only(
			'workbench',
			'^workbench/',
			['^(nodes|credentials|simulators)/', 'node_modules/'],
			'The workbench knows what is run on it, and nobody who works there.',
		),
		{
			name: 'apart',
			comment: 'Demo, bench and tests stand on the workbench, and not on one another; tests know what they test.',
			severity: 'error',
			from: { path: '^(demo|bench)/' },
			to: { path: '^test/' },
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
	},
};
