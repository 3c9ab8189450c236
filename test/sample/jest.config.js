const { transform } = require('../../jest.config.js');

/** Minutes long, so apart from the other tests: `npm run test:sample`. */
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/sample'],
	testMatch: ['<rootDir>/test/sample/*.test.ts'],
	transform,
};
