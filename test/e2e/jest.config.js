/** Real n8n, browser and servers: slow, one file after the other, never retried. */
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['<rootDir>/test/e2e/!(compat).test.ts'],
	transform: { '\\.ts$': 'ts-jest' },
	globalSetup: '<rootDir>/test/e2e/setup.ts',
	globalTeardown: '<rootDir>/test/e2e/tearDown.ts',
	testTimeout: 240_000,
};
