/** `npm run test:compat`: installs a second, old n8n. */
module.exports = { ...require('./jest.config.js'), testMatch: ['<rootDir>/test/e2e/compat.test.ts'] };
