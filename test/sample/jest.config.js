const { coverageThreshold: _, testPathIgnorePatterns: __, ...config } = require('../../jest.config.js');

/** Minutes long, so apart from the other tests: `npm run test:sample`. */
module.exports = { ...config, rootDir: '../..', testMatch: ['<rootDir>/test/sample/*.test.ts'] };
