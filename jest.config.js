/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/test'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/sample/'],
	// `isolatedModules` in tsconfig.json makes ts-jest transpile only: types are the business of `npm run types`.
	transform: { '\\.ts$': 'ts-jest' },
	collectCoverageFrom: ['{nodes,credentials}/**/*.ts'],
	coverageReporters: ['text-summary', 'lcovonly'],
	coverageThreshold: { global: { lines: 95, branches: 90 } },
	maxWorkers: '100%',
	// A rejection that escapes at the end of a test is then laid at that test's door.
	waitForUnhandledRejections: true,
	testTimeout: 20_000,
};
