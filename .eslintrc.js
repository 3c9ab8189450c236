const js = require('@eslint/js');
const { n8nCommunityNodesPlugin } = require('@n8n/eslint-plugin-community-nodes');
const { defineConfig, globalIgnores } = require('eslint/config');
const n8nNodesBase = require('eslint-plugin-n8n-nodes-base');
const tseslint = require('typescript-eslint');

const shipped = '{nodes,credentials}/**/*';
const host = 'nodes/GroupManager/host.ts';
const connecting = 'nodes/GroupManager/connecting.ts';
const nodeGlobals = (...names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/** What n8n's scanner checks before a package is verified, with the overrides that the scanner itself has. */
const n8n = defineConfig(
	{
		files: ['package.json', `${shipped}.{js,ts,json}`],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		linterOptions: { noInlineConfig: true },
		rules: { 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['package.json', `${shipped}.json`],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);

const typescript = defineConfig(
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
		},
	},
	{
		// What a test or a stand-in reads from JSON need not be given a type first.
		files: ['{test,demo,workbench,simulators,bench,scripts}/**/*.ts'],
		rules: {
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/restrict-template-expressions': 'off',
			'@typescript-eslint/unbound-method': 'off',
		},
	},
);

const house = defineConfig(
	{
		files: ['{nodes,credentials,simulators,workbench}/**/*.ts'],
		rules: {
			'max-lines': ['error', 250],
			'max-lines-per-function': ['error', 40],
			'max-len': ['error', { code: 120, tabWidth: 1, ignoreUrls: true }],
		},
	},
	{
		files: ['nodes/**/*.ts'],
		ignores: [host, connecting],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: 'n8n-workflow',
							importNames: ['sleep', 'sleepWithAbort'],
							message: `Waiting goes through ${host}, which knows the cancel signal.`,
						},
					],
				},
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: 'Identifier[name=/^(httpRequest|(httpR|r)equestWithAuthentication)$/]',
					message: `Only ${host} and connecting.ts send requests.`,
				},
			],
		},
	},
);

module.exports = defineConfig(
	globalIgnores(['dist', 'coverage', 'test/sample/files']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.{js,mjs}'],
		extends: [js.configs.recommended],
		languageOptions: { globals: nodeGlobals('console', 'process', 'setInterval', 'clearInterval', 'URL') },
	},
	{
		files: ['**/*.js'],
		languageOptions: { sourceType: 'commonjs', globals: nodeGlobals('__dirname') },
	},
	typescript,
	n8n,
	house,
);
